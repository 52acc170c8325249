namespace Switchboard.Gateway.Keys;

/// <summary>When budget periods start and end, and how they are spelled.</summary>
internal static class BudgetPeriods
{
    public const string Names = "daily, weekly, monthly or lifetime";

    public static DateOnly StartOf(this BudgetPeriod period, DateOnly day) => period switch
    {
        BudgetPeriod.Daily => day,
        BudgetPeriod.Weekly => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        BudgetPeriod.Monthly => new DateOnly(day.Year, day.Month, 1),
        _ => DateOnly.MinValue,
    };

    /// <summary>The instant at which the period that holds <paramref name="day"/> ends; null for a lifetime.</summary>
    public static DateTimeOffset? EndOf(this BudgetPeriod period, DateOnly day)
    {
        var start = period.StartOf(day);
        DateOnly? next = period switch
        {
            BudgetPeriod.Daily => start.AddDays(1),
            BudgetPeriod.Weekly => start.AddDays(7),
            BudgetPeriod.Monthly => start.AddMonths(1),
            _ => null,
        };
        return next is { } end ? new DateTimeOffset(end.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
    }

    public static bool TryParse(string text, out BudgetPeriod period)
    {
        (var ok, period) = text switch
        {
            "daily" or "day" => (true, BudgetPeriod.Daily),
            "weekly" or "week" => (true, BudgetPeriod.Weekly),
            "monthly" or "month" => (true, BudgetPeriod.Monthly),
            "lifetime" or "total" => (true, BudgetPeriod.Lifetime),
            _ => (false, BudgetPeriod.Lifetime),
        };
        return ok;
    }

    public static string Name(this BudgetPeriod period) => period switch
    {
        BudgetPeriod.Daily => "daily",
        BudgetPeriod.Weekly => "weekly",
        BudgetPeriod.Monthly => "monthly",
        _ => "lifetime",
    };
}
