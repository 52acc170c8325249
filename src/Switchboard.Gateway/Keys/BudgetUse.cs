namespace Switchboard.Gateway.Keys;

/// <summary>How far a budget is used.</summary>
/// <param name="Scope">Whose budget it is.</param>
/// <param name="LimitMicros">The budget, in micro-dollars.</param>
/// <param name="SpentMicros">What is spent and held, in micro-dollars.</param>
/// <param name="Period">How long it lasts.</param>
/// <param name="Day">A day of the period that is meant.</param>
internal readonly record struct BudgetUse(AccountScope Scope, long LimitMicros, long SpentMicros, BudgetPeriod Period, DateOnly Day)
{
    /// <summary>When it starts afresh; null for a lifetime.</summary>
    public DateTimeOffset? Reset => Period.EndOf(Day);

    public long LeftMicros => LimitMicros - SpentMicros;
}
