using System.Net;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Keys;
using Switchboard.Providers.Catalogue;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Switchboard.Gateway.Configuration;

/// <summary>Reads <c>switchboard.yaml</c> into settings, or says everything that is wrong with it.</summary>
internal static class SettingsFile
{
    /// <summary>Sections of the format that later versions serve: named in a notice, so that nobody relies on them by mistake.</summary>
    private static readonly string[] NotServedYet = ["semantics", "compliance", "identity", "egress", "mcp", "a2a", "agents"];

    /// <summary>Reads the file's text. Where faults come back, the settings are null.</summary>
    public static (GatewaySettings? Settings, IReadOnlyList<string> Faults) Parse(string yaml, string file)
    {
        var faults = new ConfigFaults(file);
        var settings = Parse(yaml, faults);
        return faults.All.Count > 0 ? (null, faults.All) : (settings, []);
    }

    private static GatewaySettings? Parse(string yaml, ConfigFaults faults)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(EnvironmentText.Protect(yaml)));
        }
        catch (YamlException e)
        {
            faults.AddLine($"({e.Start.Line},{e.Start.Column}): is not valid YAML: {e.Message}");
            return null;
        }

        var document = stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        if (document is not (null or YamlMappingNode or YamlScalarNode { Value: null or "" }))
        {
            faults.AddLine(": must be a mapping of sections such as server:, providers:, keys:");
            return null;
        }

        return Bind(new ConfigNode("", document as YamlMappingNode, faults));
    }

    private static GatewaySettings Bind(ConfigNode root)
    {
        var storage = root.Section("storage");
        if (storage.Text("kind") is { } kind && kind != "sqlite")
        {
            storage.Fault("kind", $"is '{kind}', but this version stores in sqlite only");
        }

        storage.Close();
        var cache = root.Section("cache");
        var settings = new GatewaySettings
        {
            Server = Server(root.Section("server")),
            Providers = Providers(root.Section("providers")),
            Models = Models(root.Section("models")),
            Routing = RoutingSettings.Read(root.Section("routing")),
            Cache = Cache(cache),
            Responses = Responses(root.Section("responses")),
            Limits = Limits(root.Section("limits")),
            Alerts = AlertSection.Read(root.Section("alerts")),
            Audit = Audit(root.Section("audit")),
            Keys = [.. root.Sections("keys").Select(Key).OfType<KeySettings>()],
            Tokens = TokenSettings.Read(root.Section("auth")),
            PricesFile = root.Text("prices"),
            Notices = [.. NotServedYet.Where(name => root.Names.Contains(name)).Select(static name => $"the section '{name}' is not served by this version and has no effect"),
                .. cache.Flag("semantic", false) ? ["cache.semantic is not served by this version: only exact repeats are answered from the cache"] : Array.Empty<string>()],
        };
        foreach (var name in NotServedYet)
        {
            root.Section(name);
        }

        root.Close();
        CheckKeys(root, settings.Keys);
        return settings;
    }

    private static void CheckKeys(ConfigNode root, IReadOnlyList<KeySettings> keys)
    {
        foreach (var same in keys.GroupBy(static k => k.Name).Where(static g => g.Count() > 1))
        {
            root.Fault("keys", $"names '{same.Key}' twice; give each key a name of its own");
        }

        foreach (var same in keys.GroupBy(static k => k.Key).Where(static g => g.Count() > 1))
        {
            root.Fault("keys", $"gives {string.Join(" and ", same.Select(static k => $"'{k.Name}'"))} the same key text; only one of them could ever be found by it");
        }
    }

    private static ServerSettings Server(ConfigNode node)
    {
        var defaults = new ServerSettings();
        var ports = node.Section("ports");
        var tls = node.Section("tls");
        var cors = node.Section("cors");
        var settings = defaults with
        {
            Bind = node.Value("bind", defaults.Bind, static (string s, out IPAddress v) => TryAddress(s, out v), "an IP address such as 127.0.0.1 or 0.0.0.0"),
            Ports = new PortSettings
            {
                Proxy = ports.Port("proxy", defaults.Ports.Proxy),
                Compliance = ports.Port("compliance", defaults.Ports.Compliance),
                Management = ports.Port("management", defaults.Ports.Management),
                Bridge = ports.Port("bridge", defaults.Ports.Bridge),
                Agent = ports.Port("agent", defaults.Ports.Agent),
            },
            Hosts = node.Texts("hosts"),
            CorsOrigins = [.. cors.Texts("origins").Select(static o => o.TrimEnd('/'))],
            AllowPlaintext = node.Flag("allow_plaintext", false),
            ManagementOnProxy = node.Flag("management_on_proxy", true),
            BodyLimit = node.Size("body_limit", defaults.BodyLimit),
            UploadLimit = node.Size("upload_limit", defaults.UploadLimit),
            Drain = node.Duration("drain", defaults.Drain),
        };
        settings = settings with { BodyMemory = node.Size("body_memory", Math.Max(defaults.BodyMemory, settings.LeastBodyMemory)) };
        if (settings.BodyMemory < settings.LeastBodyMemory)
        {
            node.Fault("body_memory", "must be at least twice body_limit, or the largest body would never fit");
        }

        if (tls.IsPresent)
        {
            var (certificate, key) = (tls.Text("certificate"), tls.Text("key"));
            if (certificate is null || key is null)
            {
                node.Fault("tls", "needs both certificate: and key:, the paths of PEM files");
            }
            else
            {
                settings = settings with { Tls = new TlsSettings(certificate, key) };
            }
        }

        ports.Close();
        tls.Close();
        cors.Close();
        node.Close();
        return settings;
    }

    private static bool TryAddress(string text, out IPAddress address)
    {
        var ok = IPAddress.TryParse(text == "localhost" ? "127.0.0.1" : text, out var parsed);
        address = parsed ?? IPAddress.None;
        return ok;
    }

    private static List<ProviderSettings> Providers(ConfigNode section)
    {
        var all = new List<ProviderSettings>();
        foreach (var name in section.Names)
        {
            var node = section.Section(name);
            all.Add(new ProviderSettings(name)
            {
                Kind = node.Text("kind"),
                BaseUrl = node.Text("base_url"),
                ApiKey = node.Text("api_key"),
                ApiKeys = ProviderKeySettings.Read(name, node),
                Options = Options(node),
                Timeouts = ProviderSettings.ReadTimeouts(node.Section("timeouts")),
                Capacity = CapacitySettings.Read(node),
            });
            if (node.Text("kind") is { } kind && !ProviderKinds.Names.Contains(kind))
            {
                node.Fault("kind", $"is '{kind}', but must be one of {string.Join(", ", ProviderKinds.Names)}: the wire that is spoken there");
            }

            if (node.Text("base_url") is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https"))
            {
                node.Fault("base_url", $"is '{url}', but must be an http:// or https:// address");
            }

            node.Close();
        }

        return all;
    }

    private static List<ModelSettings> Models(ConfigNode section) =>
        [.. section.Names.Select(name => ModelSettings.Read(name, section.Section(name)))];

    private static Dictionary<string, string> Options(ConfigNode node)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in ProviderOptions.Names)
        {
            if (node.Text(name) is { Length: > 0 } value)
            {
                options[name] = value;
            }
        }

        return options;
    }

    private static CacheSettings Cache(ConfigNode node)
    {
        var defaults = new CacheSettings();
        var settings = new CacheSettings
        {
            Exact = node.Flag("exact", defaults.Exact),
            Ttl = node.Duration("ttl", defaults.Ttl),
            MemoryLimit = node.Size("memory_limit", defaults.MemoryLimit),
            StoreLimit = node.Size("store_limit", defaults.StoreLimit),
            EntryLimit = (int)Math.Min(node.Size("entry_limit", defaults.EntryLimit), 64 << 20),
        };
        node.Flag("semantic", false);
        node.Text("max_error");
        node.Text("lookup_budget");
        node.Close();
        return settings;
    }

    private static ResponsesSettings Responses(ConfigNode node)
    {
        var defaults = new ResponsesSettings();
        var settings = new ResponsesSettings
        {
            Store = node.Flag("store", defaults.Store),
            Ttl = node.Duration("ttl", defaults.Ttl),
            StoreLimit = node.Size("store_limit", defaults.StoreLimit),
        };
        node.Close();
        return settings;
    }

    private static LimitSettings Limits(ConfigNode node)
    {
        var settings = new LimitSettings { Wait = node.Duration("wait", TimeSpan.Zero) };
        if (settings.Wait > TimeSpan.FromMinutes(10))
        {
            node.Fault("wait", "is longer than 10m, which no client waits for");
        }

        node.Close();
        return settings;
    }

    private static AuditOptions Audit(ConfigNode node) => AuditSettings.Read(node);

    private static KeySettings? Key(ConfigNode node)
    {
        var (name, key) = (node.Text("name"), node.Text("key"));
        var grant = KeyGrantSettings.Read(node);
        node.Close();
        if (name is null)
        {
            node.Fault("name", "is missing: give the key a name");
        }

        if (key is null || key.Length < 16)
        {
            node.Fault("key", "is missing, its variable is not set, or it is shorter than 16 characters");
        }

        return name is null || key is null ? null : new KeySettings(name, key, grant);
    }
}
