using System.Text.Json;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Admin;

/// <summary>Reads what a key shall allow from a management request.</summary>
internal static class KeyGrantReader
{
    private const decimal MicrosPerUsd = 1_000_000;
    private const decimal LargestBudget = 1_000_000_000;

    /// <summary>The grant with the request's fields over <paramref name="current"/>; faults collect in <paramref name="fields"/>.</summary>
    public static KeyGrant Read(JsonFields fields, KeyGrant current) => new()
    {
        Role = ReadRole(fields, current.Role),
        Owner = fields.Text("owner", current.Owner),
        Team = fields.Text("team", current.Team),
        Organization = fields.Text("organization", current.Organization),
        Models = fields.Texts("models", current.Models),
        ExpiresAt = fields.Instant("expires_at", current.ExpiresAt),
        Budgets = ReadBudgets(fields, current.Budgets),
        Rpm = fields.Count("rpm", current.Rpm),
        Tpm = fields.Count("tpm", current.Tpm),
        Concurrent = (int?)Math.Min(fields.Count("concurrent", current.Concurrent) ?? 0, int.MaxValue) is > 0 and var most ? most : null,
    };

    private static Role ReadRole(JsonFields fields, Role current)
    {
        if (!fields.Find("role", out var value))
        {
            return current;
        }

        return value.ValueKind == JsonValueKind.String && Roles.TryParse(value.GetString()!, out var role) ? role : fields.Fault("role", $"must be {Roles.Names}", current);
    }

    private static IReadOnlyList<Budget> ReadBudgets(JsonFields fields, IReadOnlyList<Budget> current)
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
