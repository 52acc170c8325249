using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>Keys as the management API shows them.</summary>
internal sealed class KeyViews(Accounts accounts, TimeProvider time)
{
    private const decimal MicrosPerUsd = 1_000_000;

    public VirtualKeyView Of(VirtualKey key, string? text = null)
    {
        var account = accounts.Of(key.Id);
        var now = time.GetUtcNow();
        List<BudgetView> budgets = [.. key.Grant.Budgets.Select(b => new BudgetView(b.Micros / MicrosPerUsd, b.Period.Name(), account.Spent(b.Period) / MicrosPerUsd, b.Period.EndOf(DateOnly.FromDateTime(now.UtcDateTime))))];
        return new VirtualKeyView
        {
            Id = key.Id,
            Key = text,
            KeySuffix = key.Suffix,
            Name = key.Name,
            Role = key.Grant.Role.Name(),
            Owner = key.Grant.Owner,
            Team = key.Grant.Team,
            Organization = key.Grant.Organization,
            Models = key.Grant.Models,
            ExpiresAt = key.Grant.ExpiresAt,
            Budget = budgets.FirstOrDefault(),
            Budgets = budgets,
            SpentUsd = account.Spent(BudgetPeriod.Lifetime) / MicrosPerUsd,
            Rpm = key.Grant.Rpm,
            Tpm = key.Grant.Tpm,
            Concurrent = key.Grant.Concurrent,
            Status = key.RevokedAt is not null ? "revoked" : key.Grant.ExpiresAt <= now ? "expired" : "active",
            CreatedAt = key.CreatedAt,
            RevokedAt = key.RevokedAt,
            Source = key.Declared ? "file" : key.Suffix.Length == 0 ? "token" : "api",
        };
    }

    public decimal? Remaining(VirtualKey key) =>
        key.Grant.Budgets.Count == 0 ? null : Math.Max(0, accounts.Of(key.Id).Available(key.Grant)) / MicrosPerUsd;
}
