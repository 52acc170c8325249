namespace Switchboard.Gateway.Keys;

/// <summary>How far limits are used at one moment; each null where there is no such limit.</summary>
/// <param name="Requests">Requests per minute.</param>
/// <param name="Tokens">Tokens per minute.</param>
/// <param name="Budget">The budget with the least left.</param>
internal readonly record struct LimitsUse(RateUse? Requests, RateUse? Tokens, BudgetUse? Budget)
{
    /// <summary>The tighter of two for each kind of limit; of equals the first.</summary>
    public static LimitsUse Tighter(in LimitsUse one, in LimitsUse other) =>
        new(Tighter(one.Requests, other.Requests), Tighter(one.Tokens, other.Tokens), other.Budget is null || one.Budget?.LeftMicros <= other.Budget.Value.LeftMicros ? one.Budget : other.Budget);

    private static RateUse? Tighter(RateUse? one, RateUse? other) => other is null || one?.Left <= other.Value.Left ? one : other;
}
