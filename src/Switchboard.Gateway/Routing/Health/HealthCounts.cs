namespace Switchboard.Gateway.Routing.Health;

/// <summary>Calls by what they came to. The mean is over those that succeeded.</summary>
internal readonly record struct HealthCounts(long Successes, long Failures, long RateLimited, TimeSpan MeanLatency)
{
    public long Requests => Successes + Failures + RateLimited;

    public double SuccessRate => Requests == 0 ? 1 : (double)Successes / Requests;

    public double ErrorRate => Requests == 0 ? 0 : (double)Failures / Requests;

    public double RateLimitRate => Requests == 0 ? 0 : (double)RateLimited / Requests;
}
