using Switchboard.Gateway.Keys;

namespace Switchboard.UnitTests.Gateway.Keys;

public sealed class BudgetPeriodsTests
{
    [Theory]
    [InlineData("daily", "2025-01-02", "2025-01-02", "2025-01-03")]
    [InlineData("daily", "2024-12-31", "2024-12-31", "2025-01-01")]
    [InlineData("weekly", "2025-01-02", "2024-12-30", "2025-01-06")]
    [InlineData("weekly", "2025-01-05", "2024-12-30", "2025-01-06")]
    [InlineData("weekly", "2025-01-06", "2025-01-06", "2025-01-13")]
    [InlineData("monthly", "2024-02-29", "2024-02-01", "2024-03-01")]
    [InlineData("monthly", "2024-12-31", "2024-12-01", "2025-01-01")]
    public void StartAndEnd_DayInPeriod_AreCalendarBoundsInUtc(string name, string day, string start, string end)
    {
        Assert.True(BudgetPeriods.TryParse(name, out var period));

        Assert.Equal(Date(start), period.StartOf(Date(day)));
        Assert.Equal(new DateTimeOffset(Date(end).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), period.EndOf(Date(day)));
    }

    [Fact]
    public void End_Lifetime_IsNever()
    {
        Assert.Null(BudgetPeriod.Lifetime.EndOf(Date("2025-01-02")));
        Assert.Equal(DateOnly.MinValue, BudgetPeriod.Lifetime.StartOf(Date("2025-01-02")));
    }

    [Fact]
    public void Parse_EveryName_RoundTrips()
    {
        foreach (var period in Enum.GetValues<BudgetPeriod>())
        {
            Assert.True(BudgetPeriods.TryParse(period.Name(), out var parsed));
            Assert.Equal(period, parsed);
        }

        Assert.False(BudgetPeriods.TryParse("yearly", out _));
        Assert.False(BudgetPeriods.TryParse("Daily", out _));
    }

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);
}
