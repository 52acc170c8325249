using Switchboard.Gateway.Routing.Health;

namespace Switchboard.UnitTests.Gateway.Routing.Health;

public sealed class RollingCountsTests
{
    private const long Start = 1_000_000;
    private readonly RollingCounts counts = new();

    [Fact]
    public void Total_OfEachKind_CountsAndMeansThoseThatSucceeded()
    {
        counts.Add(Start, AttemptResult.Success, TimeSpan.FromMilliseconds(100));
        counts.Add(Start + 7, AttemptResult.Success, TimeSpan.FromMilliseconds(300));
        counts.Add(Start + 8, AttemptResult.Failure, TimeSpan.FromMinutes(1));
        counts.Add(Start + 9, AttemptResult.RateLimited, TimeSpan.FromMinutes(1));

        var total = counts.Total(Start + 10);

        Assert.Equal(new HealthCounts(2, 1, 1, TimeSpan.FromMilliseconds(200)), total);
        Assert.Equal((4, 0.5, 0.25, 0.25), (total.Requests, total.SuccessRate, total.ErrorRate, total.RateLimitRate));
    }

    [Fact]
    public void Total_AfterFiveMinutes_HasForgotten()
    {
        counts.Add(Start, AttemptResult.Failure, TimeSpan.Zero);

        Assert.Equal(1, counts.Total(Start + 294).Failures);
        Assert.Equal(default, counts.Total(Start + 300));
    }

    [Fact]
    public void Add_IntoASlotOfFiveMinutesAgo_BeginsItAnew()
    {
        counts.Add(Start, AttemptResult.Failure, TimeSpan.Zero);
        counts.Add(Start + 300, AttemptResult.Success, TimeSpan.FromSeconds(1));

        Assert.Equal(new HealthCounts(1, 0, 0, TimeSpan.FromSeconds(1)), counts.Total(Start + 300));
    }

    [Fact]
    public void Rates_NothingCounted_AreThoseOfAWellOne() => Assert.Equal((1.0, 0.0, 0.0), (counts.Total(Start).SuccessRate, counts.Total(Start).ErrorRate, counts.Total(Start).RateLimitRate));
}
