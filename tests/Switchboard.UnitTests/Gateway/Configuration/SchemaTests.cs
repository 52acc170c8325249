using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Switchboard.Gateway.Configuration;
using Switchboard.UnitTests.Architecture;

namespace Switchboard.UnitTests.Gateway.Configuration;

/// <summary>The schema for editors says what the reader reads.</summary>
public sealed partial class SchemaTests
{
    private static readonly JsonElement Schema = JsonElement.Parse(File.ReadAllBytes(Repository.PathOf("spec", "switchboard.schema.json")));

    /// <summary>A mapping of the file: where it is in the schema, and YAML that puts something unknown into it.</summary>
    public static TheoryData<string, string> Sections => new()
    {
        { "", "zzz: 1" },
        { "server", "server: { zzz: 1 }" },
        { "server.ports", "server: { ports: { zzz: 1 } }" },
        { "server.cors", "server: { cors: { zzz: 1 } }" },
        { "server.tls", "server: { tls: { certificate: a, key: b, zzz: 1 } }" },
        { "storage", "storage: { zzz: 1 }" },
        { "providers.*", "providers: { x: { zzz: 1 } }" },
        { "providers.*.api_keys.#", "providers: { x: { api_keys: [ { key: a-long-enough-key, zzz: 1 } ] } }" },
        { "providers.*.api_keys.#.budget", "providers: { x: { api_keys: [ { key: a-long-enough-key, budget: { usd: 1, zzz: 1 } } ] } }" },
        { "providers.*.api_keys.#.budgets.#", "providers: { x: { api_keys: [ { key: a-long-enough-key, budgets: [ { usd: 1, zzz: 1 } ] } ] } }" },
        { "providers.*.queue", "providers: { x: { concurrency: 1, queue: { zzz: 1 } } }" },
        { "providers.*.timeouts", "providers: { x: { timeouts: { zzz: 1 } } }" },
        { "models.*", "models: { x: { targets: [ { model: openai/a } ], zzz: 1 } }" },
        { "models.*.hedge", "models: { x: { targets: [ { model: openai/a } ], hedge: { after: 2s, zzz: 1 } } }" },
        { "models.*.targets.#", "models: { x: { targets: [ { model: openai/a, zzz: 1 } ] } }" },
        { "models.*.targets.#.when", "models: { x: { targets: [ { model: openai/a, when: { zzz: 1 } } ] } }" },
        { "models.*.targets.#.timeouts", "models: { x: { targets: [ { model: openai/a, timeouts: { zzz: 1 } } ] } }" },
        { "routing", "routing: { zzz: 1 }" },
        { "routing.breaker", "routing: { breaker: { zzz: 1 } }" },
        { "cache", "cache: { zzz: 1 }" },
        { "responses", "responses: { zzz: 1 }" },
        { "limits", "limits: { zzz: 1 }" },
        { "alerts", "alerts: { zzz: 1 }" },
        { "alerts.webhooks.#", "alerts: { webhooks: [ { url: 'http://a.test', zzz: 1 } ] }" },
        { "audit", "audit: { zzz: 1 }" },
        { "auth", "auth: { zzz: 1 }" },
        { "auth.tokens.#", Issuer("zzz: 1") },
        { "auth.tokens.#.keys.#", Issuer("", "zzz: 1") },
        { "auth.tokens.#.claims", Issuer("claims: { zzz: 1 }") },
        { "auth.tokens.#.grant", Issuer("grant: { zzz: 1 }") },
        { "auth.tokens.#.grant.budget", Issuer("grant: { budget: { usd: 1, zzz: 1 } }") },
        { "auth.tokens.#.grant.budgets.#", Issuer("grant: { budgets: [ { usd: 1, zzz: 1 } ] }") },
        { "keys.#", "keys: [ { name: a, key: a-long-enough-key, zzz: 1 } ]" },
        { "keys.#.budget", "keys: [ { name: a, key: a-long-enough-key, budget: { usd: 1, zzz: 1 } } ]" },
        { "keys.#.budgets.#", "keys: [ { name: a, key: a-long-enough-key, budgets: [ { usd: 1, zzz: 1 } ] } ]" },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void Properties_OfEachSection_AreThoseThatTheReaderAsksFor(string path, string yaml)
    {
        var (_, faults) = SettingsFile.Parse(yaml, "f.yaml");
        var known = Known().Match(Assert.Single(faults)).Groups["names"].Value.Split(", ");

        Assert.Equal(known, At(path).GetProperty("properties").EnumerateObject().Select(static p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Kinds_OfProviders_AreThoseThatTheReaderTakes()
    {
        var kinds = At("providers.*").GetProperty("properties").GetProperty("kind").GetProperty("enum").EnumerateArray().Select(static k => k.GetString()!).ToList();

        Assert.Equal(Switchboard.Providers.Catalogue.ProviderKinds.Names, kinds);
        Assert.All(kinds, static kind => Assert.Empty(SettingsFile.Parse($"providers: {{ x: {{ kind: {kind} }} }}", "f.yaml").Faults));
        var fault = Assert.Single(SettingsFile.Parse("providers: { x: { kind: watson } }", "f.yaml").Faults);
        Assert.All(kinds, kind => Assert.Contains(kind, fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Sections_WithProperties_AreAllCompared()
    {
        var compared = Sections.Select(static s => s.Data.Item1).ToHashSet();

        Assert.All(Mappings("", Schema), path => Assert.Contains(path, compared));
    }

    [Fact]
    public void Defaults_ReadAsAFile_AreTheReadersDefaults()
    {
        var (settings, faults) = SettingsFile.Parse(Defaults(Schema)!.ToJsonString(), "f.yaml");
        var plain = new GatewaySettings();

        Assert.Empty(faults);
        Assert.Equal(plain.Cache, settings!.Cache);
        Assert.Equal(plain.Routing, settings.Routing);
        Assert.Equal(plain.Responses, settings.Responses);
        Assert.Equal(plain.Limits, settings.Limits);
        Assert.Equal(plain.Alerts, settings.Alerts);
        Assert.Equal(plain.Audit, settings.Audit);
        Assert.Equal(plain.Server.Ports, settings.Server.Ports);
        Assert.Equal(
            plain.Server with { Hosts = settings.Server.Hosts, CorsOrigins = settings.Server.CorsOrigins },
            settings.Server);
        Assert.Empty(settings.Notices);
    }

    [Fact]
    public void Defaults_OfKeysAndProviders_AreTheReadersDefaults()
    {
        var timeouts = Defaults(At("providers.*.timeouts"))!.ToJsonString();
        var queue = Defaults(At("providers.*.queue"))!.ToJsonString();
        var key = (JsonObject)Defaults(At("keys.#"))!;
        (key["name"], key["key"]) = ("a", "a-long-enough-key");
        key.Remove("budget");
        var (settings, faults) = SettingsFile.Parse($"{{ \"providers\": {{ \"openai\": {{ \"timeouts\": {timeouts}, \"concurrency\": 1, \"queue\": {queue} }} }}, \"keys\": [ {key.ToJsonString()} ] }}", "f.yaml");

        Assert.Empty(faults);
        Assert.Equal(new Switchboard.Providers.Transport.ProviderTimeouts(), settings!.Providers[0].Timeouts);
        Assert.Equal(new CapacitySettings(1), settings.Providers[0].Capacity);
        Assert.Equivalent(new Switchboard.Gateway.Keys.KeyGrant(), settings.Keys[0].Grant, strict: true);
    }

    [Fact]
    public void Defaults_OfModels_AreTheReadersDefaults()
    {
        var (model, target) = ((JsonObject)Defaults(At("models.*"))!, (JsonObject)Defaults(At("models.*.targets.#"))!);
        target.Remove("timeouts");
        target.Remove("when");
        (target["model"], model["targets"]) = ("openai/a", new JsonArray(target));
        var (settings, faults) = SettingsFile.Parse($"{{ \"models\": {{ \"x\": {model.ToJsonString()} }} }}", "f.yaml");

        Assert.Empty(faults);
        Assert.Equivalent(new ModelSettings("x") { Targets = [new TargetSettings("openai/a")] }, settings!.Models[0], strict: true);
    }

    [Fact]
    public void Schema_EveryProperty_HasADescription()
    {
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", Schema.GetProperty("$schema").GetString());
        Assert.All(Mappings("", Schema), static path =>
            Assert.All(At(path).GetProperty("properties").EnumerateObject(), p => Assert.True(p.Value.GetProperty("description").GetString()!.EndsWith('.'), $"{path}.{p.Name}")));
    }

    /// <summary>A whole issuer of tokens, with more of its own and of its key's.</summary>
    private static string Issuer(string more, string ofKey = "kid: a") =>
        $"auth: {{ tokens: [ {{ name: a, issuer: b, audiences: [ c ], keys: [ {{ secret: a-secret-of-at-least-thirty-two-bytes, {ofKey} }} ], {more} }} ] }}";

    /// <summary>The subschema at a path; * stands for any name, # for any item.</summary>
    private static JsonElement At(string path)
    {
        var at = Schema;
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            at = Resolve(part switch { "*" => at.GetProperty("additionalProperties"), "#" => at.GetProperty("items"), _ => at.GetProperty("properties").GetProperty(part) });
        }

        return at;
    }

    private static JsonElement Resolve(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? Schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]) : schema;

    private static IEnumerable<string> Mappings(string path, JsonElement schema)
    {
        schema = Resolve(schema);
        var children = new List<(string Name, JsonElement Schema)>();
        if (schema.TryGetProperty("properties", out var properties))
        {
            yield return path;
            children.AddRange(properties.EnumerateObject().Select(static p => (p.Name, p.Value)));
        }

        if (schema.TryGetProperty("items", out var items))
        {
            children.Add(("#", items));
        }

        if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object)
        {
            children.Add(("*", others));
        }

        foreach (var inner in children.SelectMany(c => Mappings(path.Length == 0 ? c.Name : $"{path}.{c.Name}", c.Schema)))
        {
            yield return inner;
        }
    }

    /// <summary>What the schema says holds where nothing is written.</summary>
    private static JsonNode? Defaults(JsonElement schema)
    {
        if (schema.TryGetProperty("default", out var value))
        {
            return JsonNode.Parse(value.GetRawText());
        }

        var all = new JsonObject();
        if (Resolve(schema).TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (Defaults(property.Value) is { } inner)
                {
                    all[property.Name] = inner;
                }
            }
        }

        return all.Count == 0 ? null : all;
    }

    [GeneratedRegex("zzz is not known here; known: (?<names>.*)$")]
    private static partial Regex Known();
}
