namespace Switchboard.Gateway.Keys;

/// <summary>An amount in micro-dollars that may be spent per period.</summary>
internal sealed record Budget(long Micros, BudgetPeriod Period);
