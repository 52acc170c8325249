using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>Keys as the management API shows them.</summary>
internal sealed class KeyViews(LimitViews limits, TimeProvider time)
{
    public VirtualKeyView Of(VirtualKey key, string? text = null)
    {
        var name = new AccountName(AccountScope.Key, key.Id);
        var now = time.GetUtcNow();
        var budgets = limits.Budgets(name, key.Grant);
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
            Priority = key.Grant.Priority.Name(),
            ExpiresAt = key.Grant.ExpiresAt,
            Budget = budgets.FirstOrDefault(),
            Budgets = budgets,
            SpentUsd = limits.Spent(name),
            Rpm = key.Grant.Rpm,
            Tpm = key.Grant.Tpm,
            Concurrent = key.Grant.Concurrent,
            Status = key.RevokedAt is not null ? "revoked" : key.Grant.ExpiresAt <= now ? "expired" : "active",
            CreatedAt = key.CreatedAt,
            RevokedAt = key.RevokedAt,
            Source = key.Declared ? "file" : key.Suffix.Length == 0 ? "token" : "api",
        };
    }
}
