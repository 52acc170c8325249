using System.Security.Cryptography;
using System.Text;
using Switchboard.Gateway.Configuration;
using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Routing;

/// <summary>Makes the route table from the configuration file and the environment; the file wins.</summary>
internal sealed class RouteTableBuilder(Func<string, string?> variable, TimeProvider time)
{
    private const string NoKey = "none";

    /// <summary>Adapters own connections, so they stay as long as their provider does not change.</summary>
    private readonly Dictionary<(KnownProvider, TimeSpan Connect), IProviderAdapter> _adapters = [];

    /// <summary>Builds the table. A fault names what in the file does not hold together.</summary>
    public (RouteTable? Table, IReadOnlyList<string> Faults) Build(IReadOnlyList<ProviderSettings> settings)
    {
        var faults = new List<string>();
        var catalogue = ProviderCatalogue.BuiltIn.With(settings.Where(static s => !ProviderCatalogue.BuiltIn.TryGet(s.Name, out _)).Select(s => Declared(s, faults)).OfType<KnownProvider>());
        var entries = new List<ProviderEntry>();
        foreach (var provider in catalogue.Served)
        {
            var own = settings.FirstOrDefault(s => catalogue.TryGet(s.Name, out var named) && named == provider);
            if (Entry(provider, own, faults) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return faults.Count > 0 ? (null, faults) : (new RouteTable(catalogue, entries, Version(entries)), []);
    }

    private static KnownProvider? Declared(ProviderSettings settings, List<string> faults)
    {
        if (settings.BaseUrl is null)
        {
            faults.Add($"providers.{settings.Name} is no vendor that is known here, so it needs a base_url. Known: {string.Join(", ", ProviderCatalogue.BuiltIn.Served.Select(static p => p.Name))}.");
            return null;
        }

        if (settings.Name.AsSpan().ContainsAnyExceptInRange('!', '~') || settings.Name.Contains('/', StringComparison.Ordinal))
        {
            faults.Add($"providers.{settings.Name} must have a name of plain ASCII characters without spaces and slashes: the name is the prefix of its models, and stands in headers.");
            return null;
        }

        var plain = new KnownProvider(settings.Name) { KeyOptional = true };
        return settings.Kind switch
        {
            "anthropic" => plain with { Dialect = Dialect.AnthropicMessages, KeyPlacement = KeyPlacement.XApiKey },
            "azure" => plain with { KeyPlacement = KeyPlacement.ApiKey, IsAzure = true, PlainBaseUrl = true, WantsMaxTokens = false, Options = ProviderOptions.Azure },
            _ => plain,
        };
    }

    private ProviderEntry? Entry(KnownProvider provider, ProviderSettings? settings, List<string> faults)
    {
        var environment = ProviderEnvironment.Read(provider, variable);
        var key = settings?.ApiKey ?? environment.Key;
        var address = settings?.BaseUrl ?? environment.BaseUrl;
        var options = settings is null ? environment.Options : environment.Options.SetItems(settings.Options);
        Uri? root = null;
        if (!provider.InProcess && (address ?? provider.BaseUrlWith(options)) is not null && !ProviderBaseUrl.TryResolve(provider, address, options, out root, out var fault))
        {
            faults.Add(fault);
            return null;
        }

        var timeouts = settings?.Timeouts ?? ProviderTimeouts.Default;
        var isOn = (provider.InProcess || root is not null) && provider.Admits(key, options);
        var target = new ProviderTarget(provider, root, key == NoKey ? null : key) { Timeouts = timeouts, Options = options };
        return new ProviderEntry(provider, Adapter(provider, timeouts), target, isOn, provider.Needs);
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

    private static string Version(List<ProviderEntry> entries)
    {
        var text = string.Join('\n', entries.Where(static e => e.IsOn).Select(static e => $"{e.Provider.Name} {e.Target.Root}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
