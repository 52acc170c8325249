using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Routing.Health;

public sealed class TargetHealthTests
{
    private readonly ManualTimeProvider time = new();
    private readonly TargetHealth health;

    public TargetHealthTests() => health = new TargetHealth(
        new SettingsInForce(new GatewaySettings { Routing = new RoutingSettings { Breaker = new BreakerSettings { Failures = 2, Rest = TimeSpan.FromSeconds(10) } } }), time);

    [Fact]
    public void RestFor_AsTheVendorAsked_IsLeftAloneThatLongAndTheLongerRestStays()
    {
        health.RestFor(TimeSpan.FromSeconds(30));
        health.RestFor(TimeSpan.FromSeconds(1));

        Assert.False(health.IsWell);
        Assert.Equal(CallPass.Refused, health.TryBegin(regardless: false));
        Assert.Equal((0, "degraded"), (health.UnderWay, health.Snapshot().Status));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((true, CallPass.Plain), (health.IsWell, health.TryBegin(regardless: false)));
    }

    [Fact]
    public void RestFor_WhatAVendorCannotMean_IsAnHourAtMost()
    {
        health.RestFor(TimeSpan.FromDays(11));

        time.Advance(TimeSpan.FromHours(1));
        Assert.True(health.IsWell);
    }

    [Fact]
    public void TryBegin_NothingBetterToAsk_BeginsAllTheSame()
    {
        Fail(2);
        health.RestFor(TimeSpan.FromMinutes(1));

        Assert.Equal(CallPass.Plain, health.TryBegin(regardless: true));
        Assert.Equal(1, health.UnderWay);
    }

    [Fact]
    public void End_EachCall_CountsAndGoesFromUnderWay()
    {
        health.TryBegin(false);
        health.TryBegin(false);
        health.End(isProbe: false, AttemptResult.Neither, null, TimeSpan.FromSeconds(9));
        health.End(isProbe: false, AttemptResult.Success, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3));

        var seen = health.Snapshot();
        Assert.Equal((0, 1L, TimeSpan.FromSeconds(3)), (seen.UnderWay, seen.Counts.Requests, seen.Counts.MeanLatency));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)), (health.Latency(stream: true), health.Latency(stream: false)));
        Assert.Equal(time.GetUtcNow(), seen.LastUsed);
    }

    [Fact]
    public void Answered_TheProbesFirstByte_LetsOthersInWhileItGoesOn()
    {
        Fail(2);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(CallPass.Probe, health.TryBegin(false));
        Assert.False(health.IsWell);

        health.Answered();
        Assert.True(health.IsWell);

        health.End(isProbe: false, AttemptResult.Failure, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)); // It broke off later: one failure of two.
        Assert.True(health.IsWell);
    }

    [Fact]
    public void Snapshot_ByItsRecentCalls_IsHealthyDegradedOrUnhealthy()
    {
        for (var i = 0; i < 20; i++)
        {
            Succeed();
        }

        Assert.Equal("healthy", health.Snapshot().Status);
        Fail(1);
        Succeed();
        Assert.Equal("healthy", health.Snapshot().Status); // 21 of 22.
        Fail(1);
        Assert.Equal("degraded", health.Snapshot().Status);
        Fail(1);
        Assert.Equal((BreakerState.Open, "unhealthy"), (health.Snapshot().Breaker, health.Snapshot().Status));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((BreakerState.HalfOpen, "degraded"), (health.Snapshot().Breaker, health.Snapshot().Status));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("degraded", health.Snapshot().Status); // Nobody has tried it since.
    }

    [Fact]
    public void Note_TheLastFailure_IsShownWithItsTime()
    {
        health.Note("first");
        time.Advance(TimeSpan.FromSeconds(1));
        health.Note("second");

        Assert.Equal(new LastFailure(time.GetUtcNow(), "second"), health.Snapshot().LastFailure);
    }

    private void Succeed()
    {
        health.TryBegin(false);
        health.End(isProbe: false, AttemptResult.Success, null, TimeSpan.FromSeconds(1));
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            health.TryBegin(true);
            health.End(isProbe: false, AttemptResult.Failure, null, TimeSpan.FromSeconds(1));
        }
    }
}
