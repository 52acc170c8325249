using Switchboard.Gateway.Keys;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>The gateway's keys for vendors as the management API shows them.</summary>
internal sealed class ProviderKeyViews(ModelRouter router, ProviderKeyDirectory stored, LimitViews limits)
{
    /// <summary>All keys, those in the route table first.</summary>
    public IReadOnlyList<ProviderKeyView> All
    {
        get
        {
            var routed = router.Table.Entries.SelectMany(static e => e.AllKeys).ToList();
            var ids = routed.Select(static k => k.Key.Id).ToHashSet(StringComparer.Ordinal);
            return [.. routed.Select(k => Of(k.Key, k.Meter)), .. stored.All.Where(k => !ids.Contains(k.Id)).Select(k => Of(k, null))];
        }
    }

    public ProviderKeyView? Find(string id) => All.FirstOrDefault(v => v.Id == id);

    private ProviderKeyView Of(ProviderKey key, KeyMeter? meter)
    {
        var rest = meter?.Rest;
        var (requests, tokens) = meter?.LastMinute ?? default;
        var account = new AccountName(AccountScope.ProviderKey, key.Id);
        return new ProviderKeyView
        {
            Id = key.Id,
            Provider = key.Provider,
            Name = key.Name,
            KeySuffix = key.Suffix,
            Weight = key.Weight,
            Rpm = key.Rpm,
            Tpm = key.Tpm,
            Concurrent = key.Concurrent,
            Budgets = limits.Budgets(account, new Limits { Budgets = key.Budgets }),
            SpentUsd = limits.Spent(account),
            Enabled = key.Enabled,
            Status = key.Text is null ? "unreadable" : meter is null ? "unused" : !key.Enabled ? "disabled" : rest is not null ? "resting" : "active",
            RestingUntil = rest?.Until,
            RefusedWith = rest?.Status,
            RequestsLastMinute = requests,
            TokensLastMinute = tokens,
            UnderWay = meter?.UnderWay ?? 0,
            CreatedAt = key.CreatedAt,
            Source = key.Source.ToString().ToLowerInvariant(),
        };
    }
}
