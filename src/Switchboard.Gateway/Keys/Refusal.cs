namespace Switchboard.Gateway.Keys;

/// <summary>Why an account took no more, and when it will again.</summary>
/// <param name="Stake">The account that refused, with its limits.</param>
/// <param name="Limit">Which limit: <c>rpm</c>, <c>tpm</c>, <c>concurrent</c> or <c>budget</c>.</param>
/// <param name="Message">A sentence for the caller.</param>
/// <param name="RetryAfter">When to ask again; null where waiting does not help.</param>
internal sealed record Refusal(Stake Stake, string Limit, string Message, TimeSpan? RetryAfter)
{
    /// <summary>True where there may be room as soon as requests under way have ended.</summary>
    public bool MayClear { get; init; }

    /// <summary>The budget that was too small, or null.</summary>
    public Budget? Over { get; init; }

    /// <summary>How far that one is used.</summary>
    public BudgetUse? Budget { get; init; }
}
