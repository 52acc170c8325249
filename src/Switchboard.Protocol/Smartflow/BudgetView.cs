namespace Switchboard.Protocol.Smartflow;

/// <summary>A budget and what is used of it.</summary>
/// <param name="Usd">The amount per period.</param>
/// <param name="Period"><c>daily</c>, <c>weekly</c>, <c>monthly</c> or <c>lifetime</c>; calendar periods in UTC.</param>
/// <param name="SpentUsd">What the current period has spent.</param>
/// <param name="ResetsAt">When the next period starts; null for a lifetime.</param>
public sealed record BudgetView(decimal Usd, string Period, decimal SpentUsd, DateTimeOffset? ResetsAt);
