using Switchboard.Gateway.ProviderKeys;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>The gateway's keys for vendors as the management API shows them.</summary>
internal sealed class ProviderKeyViews(ModelRouter router, ProviderKeyDirectory stored)
{
    /// <summary>All keys, those in the route table first.</summary>
    public IReadOnlyList<ProviderKeyView> All
    {
        get
        {
            var routed = router.Table.Entries.SelectMany(static e => e.AllKeys).ToList();
            var ids = routed.Select(static k => k.Key.Id).ToHashSet(StringComparer.Ordinal);
            return [.. routed.Select(static k => Of(k.Key, k.Meter)), .. stored.All.Where(k => !ids.Contains(k.Id)).Select(static k => Of(k, null))];
        }
    }

    public ProviderKeyView? Find(string id) => All.FirstOrDefault(v => v.Id == id);

    private static ProviderKeyView Of(ProviderKey key, KeyMeter? meter)
    {
        var rest = meter?.Rest;
        var (requests, tokens) = meter?.LastMinute ?? default;
        return new ProviderKeyView
        {
            Id = key.Id,
            Provider = key.Provider,
            Name = key.Name,
            KeySuffix = key.Suffix,
            Weight = key.Weight,
            Rpm = key.Rpm,
            Tpm = key.Tpm,
            Enabled = key.Enabled,
            Status = key.Text is null ? "unreadable" : meter is null ? "unused" : !key.Enabled ? "disabled" : rest is not null ? "resting" : "active",
            RestingUntil = rest?.Until,
            RefusedWith = rest?.Status,
            RequestsLastMinute = requests,
            TokensLastMinute = tokens,
            CreatedAt = key.CreatedAt,
            Source = key.Source.ToString().ToLowerInvariant(),
        };
    }
}
