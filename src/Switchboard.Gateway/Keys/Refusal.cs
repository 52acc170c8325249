namespace Switchboard.Gateway.Keys;

/// <summary>Why an account took no more, and when it will again.</summary>
/// <param name="Limit">Which limit: <c>rpm</c>, <c>tpm</c>, <c>concurrent</c> or <c>budget</c>.</param>
/// <param name="Message">A sentence for the caller.</param>
/// <param name="RetryAfter">When to ask again; null where waiting does not help.</param>
internal sealed record Refusal(string Limit, string Message, TimeSpan? RetryAfter)
{
    /// <summary>For a budget: its limit, what is spent and reserved, both in micro-dollars, and when it starts afresh.</summary>
    public (long LimitMicros, long SpentMicros, DateTimeOffset? Reset)? Budget { get; init; }
}
