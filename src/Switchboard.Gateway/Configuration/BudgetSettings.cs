using System.Globalization;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Configuration;

/// <summary>Reads <c>budgets</c> and <c>budget</c>: of keys, of tokens' grants, of providers' keys.</summary>
internal static class BudgetSettings
{
    private const decimal MicrosPerUsd = 1_000_000;

    public static IReadOnlyList<Budget> Read(ConfigNode node)
    {
        var budgets = node.Sections("budgets").ToList();
        var single = node.Section("budget");
        if (single.IsPresent)
        {
            budgets.Add(single);
        }

        return [.. budgets.Select(One)];
    }

    private static Budget One(ConfigNode node)
    {
        var usd = node.Value("usd", -1m, static (string s, out decimal v) => decimal.TryParse(s, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out v) && v <= 1_000_000_000, "an amount in US dollars such as 50 or 0.25");
        var period = node.Value("period", BudgetPeriod.Lifetime, BudgetPeriods.TryParse, BudgetPeriods.Names);
        if (usd < 0 && node.Text("usd") is null)
        {
            node.Fault("usd", "is missing: say how many US dollars may be spent");
        }

        node.Close();
        return new Budget((long)(Math.Max(0, usd) * MicrosPerUsd), period);
    }
}
