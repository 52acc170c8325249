using System.Security.Cryptography;
using System.Text;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Chains;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Routing;

/// <summary>
/// Makes the route table from the configuration file and the environment, where the file wins, and the stored keys, which come beside the
/// key of either.
/// </summary>
internal sealed class RouteTableBuilder(Func<string, string?> variable, HealthBoard health, ProviderQueues queues, Accounts accounts, TimeProvider time)
{
    private const string NoKey = "none";

    /// <summary>Adapters own connections, so they stay as long as their provider does not change.</summary>
    private readonly Dictionary<(KnownProvider, TimeSpan Connect), IProviderAdapter> _adapters = [];

    /// <summary>What keys have done, by provider and text: it stays whatever else about a key changes.</summary>
    private readonly Dictionary<(string Provider, KeyHash), KeyMeter> _meters = [];

    /// <summary>Builds the table. A fault names what in the file does not hold together.</summary>
    /// <param name="settings">The file's providers.</param>
    /// <param name="stored">The keys that were made over HTTP.</param>
    /// <param name="models">The file's models.</param>
    /// <param name="chains">The fallback chains that were made over HTTP.</param>
    public (RouteTable? Table, IReadOnlyList<string> Faults) Build(
        IReadOnlyList<ProviderSettings> settings, IReadOnlyList<ProviderKey>? stored = null, IReadOnlyList<ModelSettings>? models = null, IReadOnlyList<FallbackChain>? chains = null)
    {
        var faults = new List<string>();
        var catalogue = ProviderCatalogue.BuiltIn.With(settings.Where(static s => !ProviderCatalogue.BuiltIn.TryGet(s.Name, out _)).Select(s => Declared(s, faults)).OfType<KnownProvider>());
        var entries = new List<ProviderEntry>();
        foreach (var provider in catalogue.Served)
        {
            var own = settings.FirstOrDefault(s => catalogue.TryGet(s.Name, out var named) && named == provider);
            if (Entry(provider, own, stored ?? [], faults) is { } entry)
            {
                entries.Add(entry);
            }
        }

        var plans = new ModelPlanBuilder(catalogue, entries, WithTimeouts, health, faults).Build(models ?? [], chains ?? []);
        return faults.Count > 0 ? (null, faults) : (new RouteTable(catalogue, entries, Version(entries, plans), plans), []);

        ProviderEntry? WithTimeouts(KnownProvider provider, ProviderTimeouts timeouts) =>
            Entry(provider, (settings.FirstOrDefault(s => catalogue.TryGet(s.Name, out var named) && named == provider) ?? new ProviderSettings(provider.Name)) with { Timeouts = timeouts }, stored ?? [], faults);
    }

    private static KnownProvider? Declared(ProviderSettings settings, List<string> faults)
    {
        if (settings.Name.AsSpan().ContainsAnyExceptInRange('!', '~') || settings.Name.Contains('/', StringComparison.Ordinal))
        {
            faults.Add($"providers.{settings.Name} must have a name of plain ASCII characters without spaces and slashes: the name is the prefix of its models, and stands in headers.");
            return null;
        }

        var declared = ProviderKinds.Of(settings.Name, settings.Kind, ownAddress: settings.BaseUrl is not null);
        if (settings.BaseUrl is null && declared.BaseUrlWith(settings.Options) is null)
        {
            faults.Add(declared.DefaultBaseUrl is null
                ? $"providers.{settings.Name} is no vendor that is known here, so it needs a base_url. Known: {string.Join(", ", ProviderCatalogue.BuiltIn.Served.Select(static p => p.Name))}."
                : $"providers.{settings.Name} has no address yet: set {declared.Needs}, or its base_url.");
            return null;
        }

        return declared;
    }

    private ProviderEntry? Entry(KnownProvider provider, ProviderSettings? settings, IReadOnlyList<ProviderKey> stored, List<string> faults)
    {
        var environment = ProviderEnvironment.Read(provider, variable);
        var keys = KeysOf(provider, settings, environment, stored);
        var address = settings?.BaseUrl ?? environment.BaseUrl;
        var options = settings is null ? environment.Options : environment.Options.SetItems(settings.Options);
        Uri? root = null;
        if (!provider.InProcess && (address ?? provider.BaseUrlWith(options)) is not null && !ProviderBaseUrl.TryResolve(provider, address, options, out root, out var fault))
        {
            faults.Add(fault);
            return null;
        }

        provider = provider.Under(root);
        var timeouts = settings?.Timeouts ?? ProviderTimeouts.Default;
        var all = keys.ConvertAll(k => new RingKey(k, TargetOf(k.Text), Meter(k)) { Purse = PurseOf(k) });
        var ring = all.Where(static k => k.Key.IsUsable).ToList();
        var isOn = (provider.InProcess || root is not null) && provider.Admits(ring.Count > 0, options);
        return new ProviderEntry(provider, Adapter(provider, timeouts), ring.Count > 0 ? ring[0].Target : TargetOf(null), isOn, provider.Needs)
        {
            Health = health.OfProvider(provider.Name),
            Capacity = settings?.Capacity,
            Queue = settings?.Capacity is null ? null : queues.Of(provider.Name),
            AllKeys = all,
            Keys = ring.Count > 1 || ring.Any(static k => k.Key.HasLimits) ? new KeyRing(ring) : null,
        };

        ProviderTarget TargetOf(string? key) => new(provider, root, key == NoKey ? null : key) { Timeouts = timeouts, Options = options };
    }

    /// <summary>A provider's keys: the file's, else the environment's; then the stored ones. One text counts once.</summary>
    private static List<ProviderKey> KeysOf(KnownProvider provider, ProviderSettings? settings, ProviderEnvironment environment, IReadOnlyList<ProviderKey> stored)
    {
        var keys = new List<ProviderKey>();
        if (settings?.ApiKey is { } single)
        {
            keys.Add(Plain("yaml-" + provider.Name, single, ProviderKeySource.File));
        }

        keys.AddRange(settings?.ApiKeys ?? []);
        if (keys.Count == 0 && environment.Key is { } variable)
        {
            keys.Add(Plain("env-" + provider.Name, variable, ProviderKeySource.Environment));
        }

        keys.AddRange(stored.Where(k => k.Provider == provider.Name));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. keys.Where(k => k.Text is null || seen.Add(k.Text))];

        ProviderKey Plain(string id, string text, ProviderKeySource source) => new(id, provider.Name) { Text = text, Suffix = ProviderKey.SuffixOf(text), Source = source };
    }

    private KeyPurse PurseOf(ProviderKey key) =>
        new(new Stake(AccountScope.ProviderKey, key.Id, accounts.Of(AccountScope.ProviderKey, key.Id), new Limits { Budgets = key.Budgets }), time);

    private KeyMeter Meter(ProviderKey key)
    {
        var id = (key.Provider, KeyHash.Of(key.Text ?? key.Id));
        if (!_meters.TryGetValue(id, out var meter))
        {
            _meters[id] = meter = new KeyMeter(time);
        }

        return meter;
    }

    private IProviderAdapter Adapter(KnownProvider provider, ProviderTimeouts timeouts)
    {
        if (!_adapters.TryGetValue((provider, timeouts.Connect), out var adapter))
        {
            adapter = ProviderAdapters.Create(provider, new VendorHttpOptions { ConnectTimeout = timeouts.Connect, Time = time });
            _adapters[(provider, timeouts.Connect)] = adapter;
        }

        return adapter;
    }

    /// <summary>What names stand for. Fallbacks are no part of it: their answers are not kept.</summary>
    private static string Version(List<ProviderEntry> entries, IReadOnlyList<ModelPlan> plans)
    {
        var text = string.Join('\n', [.. entries.Where(static e => e.IsOn).Select(static e => $"{e.Provider.Name} {e.Target.Root}"), .. plans.Where(static p => !p.IsOfChain).Select(static p => $"{p.Name}: {string.Join(' ', p.Targets.Select(static t => t.Name))}")]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
