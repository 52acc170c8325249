using System.Text.Json;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Admin;

/// <summary>Reads limits from a management request: the same names for keys, users, teams and organisations.</summary>
internal static class LimitsReader
{
    private const decimal MicrosPerUsd = 1_000_000;
    private const decimal LargestBudget = 1_000_000_000;

    /// <summary>What <paramref name="current"/> says, with the request's limits over it; faults collect in <paramref name="fields"/>.</summary>
    public static T Read<T>(JsonFields fields, T current)
        where T : Limits => current with
        {
            Budgets = ReadBudgets(fields, current.Budgets),
            Rpm = fields.Count("rpm", current.Rpm),
            Tpm = fields.Count("tpm", current.Tpm),
            Concurrent = ReadConcurrent(fields, current.Concurrent),
        };

    public static int? ReadConcurrent(JsonFields fields, int? current) =>
        fields.Count("concurrent", current) is { } most ? (int)Math.Min(most, int.MaxValue) : null;

    public static IReadOnlyList<Budget> ReadBudgets(JsonFields fields, IReadOnlyList<Budget> current)
    {
        var single = fields.Find("budget", out var one);
        var several = fields.Find("budgets", out var many);
        if (single && several)
        {
            return fields.Fault("budget", "and 'budgets' exclude each other; send one of them", current);
        }

        if (several && many.ValueKind == JsonValueKind.Array)
        {
            return [.. many.EnumerateArray().Select(b => ReadBudget(fields, "budgets", b)).OfType<Budget>()];
        }

        if (several && many.ValueKind != JsonValueKind.Null)
        {
            return fields.Fault("budgets", "must be a list of budgets", current);
        }

        return several || (single && one.ValueKind == JsonValueKind.Null) ? [] : !single ? current : ReadBudget(fields, "budget", one) is { } budget ? [budget] : current;
    }

    private static Budget? ReadBudget(JsonFields fields, string name, JsonElement value)
    {
        var amount = 0m;
        var ok = value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("usd", out var usd) && usd.ValueKind == JsonValueKind.Number && usd.TryGetDecimal(out amount) && amount is >= 0 and <= LargestBudget;
        var period = BudgetPeriod.Lifetime;
        ok = ok && value.EnumerateObject().All(static p => p.Name is "usd" or "period");
        ok = ok && (!value.TryGetProperty("period", out var text) || (text.ValueKind == JsonValueKind.String && BudgetPeriods.TryParse(text.GetString()!, out period)));
        return ok ? new Budget((long)(amount * MicrosPerUsd), period) : fields.Fault<Budget?>(name, $"must look like {{\"usd\": 50, \"period\": \"monthly\"}} and have no other names; periods are {BudgetPeriods.Names}", null);
    }
}
