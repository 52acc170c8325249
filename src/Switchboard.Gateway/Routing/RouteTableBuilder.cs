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
            "gemini" => plain with { Dialect = Dialect.Gemini, KeyPlacement = KeyPlacement.XGoogApiKey, Version = "v1beta" },
            _ => plain,
        };
    }

    private ProviderEntry? Entry(KnownProvider provider, ProviderSettings? settings, List<string> faults)
    {
        var environment = ProviderEnvironment.Read(provider, variable);
        var key = settings?.ApiKey ?? environment.Key;
        var address = settings?.BaseUrl ?? environment.BaseUrl;
        Uri? root = null;
        if (!provider.InProcess && (address ?? provider.DefaultBaseUrl) is not null && !ProviderBaseUrl.TryResolve(provider, address, out root, out var fault))
        {
            faults.Add(fault);
            return null;
        }

        provider = provider.Under(root);
        var timeouts = settings?.Timeouts ?? ProviderTimeouts.Default;
        var isOn = (provider.InProcess || root is not null) && (key is not null || provider.KeyOptional || environment.HasCredentials);
        var target = new ProviderTarget(provider, root, key == NoKey ? null : key) { Timeouts = timeouts };
        return new ProviderEntry(provider, Adapter(provider, timeouts), target, isOn, KeySource(provider));
    }

    private static string KeySource(KnownProvider provider)
    {
        var file = $"providers.{provider.Name}.api_key";
        var variables = string.Join(", ", provider.KeyVariables.Take(1).Concat(provider.CredentialVariables.Take(1)));
        return variables.Length == 0 ? file : $"{variables} or {file}";
    }

    private IProviderAdapter Adapter(KnownProvider provider, ProviderTimeouts timeouts)
    {
        if (!_adapters.TryGetValue((provider, timeouts.Connect), out var adapter))
        {
            adapter = ProviderAdapters.Create(provider, new VendorHttpOptions { ConnectTimeout = timeouts.Connect, Time = time, Variable = variable });
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
