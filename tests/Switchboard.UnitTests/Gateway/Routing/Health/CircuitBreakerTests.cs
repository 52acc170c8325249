using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Routing.Health;

namespace Switchboard.UnitTests.Gateway.Routing.Health;

public sealed class CircuitBreakerTests
{
    private readonly SettingsInForce settings = new(new GatewaySettings
    {
        Routing = new RoutingSettings { Breaker = new BreakerSettings { Failures = 3, Rest = TimeSpan.FromSeconds(10), LongestRest = TimeSpan.FromSeconds(35) } },
    });

    private CircuitBreaker breaker;
    private DateTimeOffset now = DateTimeOffset.UnixEpoch.AddYears(50);

    public CircuitBreakerTests() => breaker = new CircuitBreaker(settings);

    [Fact]
    public void Report_FailuresInARow_OpenIt()
    {
        Fail(2);
        Assert.Equal(BreakerState.Closed, State);
        Fail(1);

        Assert.Equal((BreakerState.Open, now.AddSeconds(10)), (State, breaker.OpenUntil!.Value));
        Assert.Equal(CallPass.Refused, breaker.TryPass(now));
    }

    [Theory]
    [InlineData((int)AttemptResult.Success, (int)BreakerState.Closed)]
    [InlineData((int)AttemptResult.Neither, (int)BreakerState.Open)]
    [InlineData((int)AttemptResult.RateLimited, (int)BreakerState.Open)]
    public void Report_SomethingBetweenFailures_OnlySuccessStartsAnew(int between, int expected)
    {
        Fail(2);
        breaker.Report((AttemptResult)between, isProbe: false, now);
        Fail(1);

        Assert.Equal((BreakerState)expected, State);
    }

    [Fact]
    public void TryPass_RestIsOver_LetsOneProbeThroughAndNoOther()
    {
        Fail(3);
        Pass(10);

        Assert.Equal(BreakerState.HalfOpen, State);
        Assert.True(breaker.IsPassable(now));
        Assert.Equal(CallPass.Probe, breaker.TryPass(now));
        Assert.False(breaker.IsPassable(now));
        Assert.Equal(CallPass.Refused, breaker.TryPass(now));
    }

    [Fact]
    public void Report_ProbeSucceeds_ClosesAndForgets()
    {
        Fail(3);
        Pass(10);
        Probe(AttemptResult.Success);

        Assert.Equal(BreakerState.Closed, State);
        Assert.Equal(CallPass.Plain, breaker.TryPass(now));
        Fail(3);
        Assert.Equal(now.AddSeconds(10), breaker.OpenUntil);
    }

    [Fact]
    public void Report_ProbesFail_RestTwiceAsLongEachTimeUpToTheLongest()
    {
        Fail(3);
        foreach (var rest in (int[])[10, 20, 35, 35])
        {
            Assert.Equal(now.AddSeconds(rest), breaker.OpenUntil);
            Pass(rest);
            Probe(AttemptResult.Failure);
            Assert.Equal(BreakerState.Open, State);
        }
    }

    [Theory]
    [InlineData((int)AttemptResult.Neither)]
    [InlineData((int)AttemptResult.RateLimited)]
    public void Report_ProbeIsCancelledOrLimited_IsGivenBack(int result)
    {
        Fail(3);
        Pass(10);
        Probe((AttemptResult)result);

        Assert.Equal(BreakerState.HalfOpen, State);
        Assert.Equal(CallPass.Probe, breaker.TryPass(now));
    }

    [Theory]
    [InlineData((int)AttemptResult.Success)]
    [InlineData((int)AttemptResult.Failure)]
    [InlineData((int)AttemptResult.Neither)]
    public void Report_CallFromBeforeWhileAProbeRuns_ChangesNothing(int result)
    {
        Fail(3);
        Pass(10);
        breaker.TryPass(now);
        breaker.Report((AttemptResult)result, isProbe: false, now);

        Assert.Equal(BreakerState.HalfOpen, State);
        Assert.Equal(CallPass.Refused, breaker.TryPass(now));
    }

    [Fact]
    public void Report_OtherSettingsMeanwhile_Count()
    {
        Fail(1);
        settings.Put(settings.Current with { Routing = new RoutingSettings { Breaker = new BreakerSettings { Failures = 2, Rest = TimeSpan.FromSeconds(1) } } });
        Fail(1);

        Assert.Equal(now.AddSeconds(1), breaker.OpenUntil);
    }

    private BreakerState State => breaker.StateAt(now);

    private void Pass(int seconds) => now = now.AddSeconds(seconds);

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(CallPass.Plain, breaker.TryPass(now));
            breaker.Report(AttemptResult.Failure, isProbe: false, now);
        }
    }

    private void Probe(AttemptResult result)
    {
        Assert.Equal(CallPass.Probe, breaker.TryPass(now));
        breaker.Report(result, isProbe: true, now);
    }
}
