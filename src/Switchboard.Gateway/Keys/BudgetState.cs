namespace Switchboard.Gateway.Keys;

/// <summary>What one budget has spent in its current period. Not thread-safe: its account locks.</summary>
internal sealed class BudgetState(BudgetPeriod period)
{
    private DateOnly _start;
    private long _spent;

    public BudgetPeriod Period { get; } = period;

    /// <summary>The highest mark (80 or 100 %) that was said in this period.</summary>
    public int Told { get; set; }

    public long Spent(DateOnly today)
    {
        Roll(today);
        return _spent;
    }

    /// <summary>Books an amount on a day; a day before the current period is no longer of interest.</summary>
    public void Book(DateOnly day, DateOnly today, long micros)
    {
        Roll(today);
        if (day >= _start)
        {
            _spent += micros;
        }
    }

    private void Roll(DateOnly today)
    {
        var current = Period.StartOf(today);
        if (current > _start)
        {
            (_start, _spent, Told) = (current, 0, 0);
        }
    }
}
