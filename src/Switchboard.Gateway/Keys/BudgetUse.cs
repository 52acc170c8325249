namespace Switchboard.Gateway.Keys;

/// <summary>How far a budget is used.</summary>
/// <param name="Scope">Whose budget it is.</param>
/// <param name="LimitMicros">The budget, in micro-dollars.</param>
/// <param name="SpentMicros">What is spent and held, in micro-dollars.</param>
/// <param name="Reset">When it starts afresh; null for a lifetime.</param>
internal readonly record struct BudgetUse(AccountScope Scope, long LimitMicros, long SpentMicros, DateTimeOffset? Reset)
{
    public long LeftMicros => LimitMicros - SpentMicros;
}
