namespace Switchboard.Gateway.Keys;

/// <summary>How long a budget lasts. Periods are calendar periods in UTC; a week starts on Monday.</summary>
internal enum BudgetPeriod
{
    Daily,
    Weekly,
    Monthly,
    Lifetime,
}
