using System.Net;
using Switchboard.Gateway.Alerts;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;

namespace Switchboard.UnitTests.Gateway.Configuration;

public sealed class SettingsFileTests
{
    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment")]
    [InlineData("server:\nproviders:\nkeys: []")]
    public void Parse_NothingSaid_GivesTheDefaults(string yaml)
    {
        var settings = Parsed(yaml);

        Assert.Equal(IPAddress.Loopback, settings.Server.Bind);
        Assert.Equal((7775, 7777, 7778, 3500, 8787), (settings.Server.Ports.Proxy, settings.Server.Ports.Compliance, settings.Server.Ports.Management, settings.Server.Ports.Bridge, settings.Server.Ports.Agent));
        Assert.Equal(new CacheSettings(), settings.Cache);
        Assert.Empty(settings.Keys);
        Assert.Empty(settings.Notices);
    }

    [Fact]
    public void Parse_KeyWithEverything_IsRead()
    {
        var key = Assert.Single(Parsed(
            """
            keys:
              - { name: ci, key: a-long-enough-key, role: viewer, owner: ann, team: core, organization: acme, rpm: 600, tpm: 200000, concurrent: 4,
                  models: [ "openai/*", demo/chat ], expires_at: 2027-01-31T00:00:00Z, budget: { usd: 0.25, period: daily }, budgets: [ { usd: 50 } ] }
            """).Keys);

        Assert.Equal(("ci", "a-long-enough-key"), (key.Name, key.Key));
        var grant = key.Grant;
        Assert.Equal((Role.Viewer, "ann", "core", "acme", 600L, 200_000L, 4), (grant.Role, grant.Owner, grant.Team, grant.Organization, grant.Rpm, grant.Tpm, grant.Concurrent));
        Assert.Equal(["openai/*", "demo/chat"], grant.Models);
        Assert.Equal(new DateTimeOffset(2027, 1, 31, 0, 0, 0, TimeSpan.Zero), grant.ExpiresAt);
        Assert.Equal([new Budget(50_000_000, BudgetPeriod.Lifetime), new Budget(250_000, BudgetPeriod.Daily)], grant.Budgets);
    }

    [Fact]
    public void Parse_PlacesAndPriority_AreRead()
    {
        var settings = Parsed(
            """
            server: { body_limit: 1MB, body_memory: 3MB }
            providers:
              openai: { concurrency: 8, queue: { size: 20, wait: 2s } }
              groq: { concurrency: 4 }
              mistral: { api_key: a-long-enough-key }
            keys: [ { name: batch, key: a-long-enough-key, priority: low }, { name: ci, key: another-long-key, rpm: 1 } ]
            """);

        Assert.Equal([new CapacitySettings(8) { QueueSize = 20, QueueWait = TimeSpan.FromSeconds(2) }, new CapacitySettings(4) { QueueSize = 100, QueueWait = TimeSpan.FromSeconds(10) }, null], settings.Providers.Select(static p => p.Capacity));
        Assert.Equal([Priority.Low, Priority.Normal], settings.Keys.Select(static k => k.Grant.Priority));
        Assert.Equal(3 << 20, settings.Server.BodyMemory);
        Assert.True(Parsed("server: { body_limit: 900TB }").Server.BodyMemory > Parsed("").Server.BodyMemory);
    }

    [Fact]
    public void Parse_LimitsAndAlerts_AreRead()
    {
        var settings = Parsed(
            """
            limits: { wait: 2s }
            alerts:
              audit_lag: 1m
              webhooks: [ { url: "https://hooks.test/T0KEN", events: [ budget_80, audit_lag ], secret: s3cret }, { url: "http://127.0.0.1:9/all" } ]
            """);

        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(1)), (settings.Limits.Wait, settings.Alerts.AuditLag));
        Assert.Equal([(AlertEvents.Budget80 | AlertEvents.AuditLag, "s3cret"), (AlertEvents.All, null)], settings.Alerts.Webhooks.Select(static h => (h.Events, h.Secret)));
        Assert.DoesNotContain("T0KEN", settings.Alerts.Webhooks[0].ToString(), StringComparison.Ordinal);
        Assert.NotEqual(settings.Alerts, new AlertSettings());
    }

    [Fact]
    public void Parse_ModelsAndRouting_AreRead()
    {
        var settings = Parsed(
            """
            models:
              smart:
                strategy: round_robin
                sticky: conversation
                targets:
                  - { model: openai/gpt-4o, weight: 3, tags: [ eu, fast ], timeouts: { first_byte: 2s } }
                  - { model: anthropic/claude-opus-4-6, when: { teams: core, metadata: { tier: gold }, from_tokens: 5, to_tokens: 50 } }
                fallbacks: [ gemini/gemini-2.5-flash ]
                larger: gemini/gemini-2.5-pro
                hedge: { after: 750ms }
            routing: { attempts: 5, retries: 2, backoff: 1s, longest_backoff: 9s, breaker: { failures: 2, rest: 3s, longest_rest: 4s } }
            """);

        var model = Assert.Single(settings.Models);
        Assert.Equal(("smart", RoutingStrategy.RoundRobin, true, "gemini/gemini-2.5-flash", "gemini/gemini-2.5-pro"), (model.Name, model.Strategy, model.Sticky, model.Fallbacks.Single(), model.Larger));
        Assert.Equal(TimeSpan.FromMilliseconds(750), model.HedgeAfter);
        Assert.Equal((3, "eu fast", TimeSpan.FromSeconds(2)), (model.Targets[0].Weight, string.Join(' ', model.Targets[0].Tags), model.Targets[0].Timeouts!.FirstByte));
        var when = model.Targets[1].When!;
        Assert.Equal(("core", "tier=gold", 5L, 50L), (when.Teams.Single(), string.Join(' ', when.Metadata.Select(static m => $"{m.Key}={m.Value}")), when.FromTokens, when.ToTokens));
        Assert.Equal(
            new RoutingSettings { Attempts = 5, Retries = 2, Backoff = TimeSpan.FromSeconds(1), LongestBackoff = TimeSpan.FromSeconds(9), Breaker = new BreakerSettings { Failures = 2, Rest = TimeSpan.FromSeconds(3), LongestRest = TimeSpan.FromSeconds(4) } },
            settings.Routing);
    }

    [Fact]
    public void Parse_SectionsOfLaterVersions_AreNoticesNotFaults()
    {
        var settings = Parsed("mcp: { fast: { } }\nagents: { }\ncache: { semantic: true }");

        Assert.Equal(3, settings.Notices.Count);
        Assert.Contains("'mcp'", settings.Notices[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sever: { }", "f.yaml(1,8): sever is not known here; known: a2a, agents, alerts, audit, auth, cache,")]
    [InlineData("server:\n  ports: { proxi: 1 }", "f.yaml(2,19): server.ports.proxi is not known here; known: agent, bridge,")]
    [InlineData("server:\n  ports: { proxy: 70000 }", "f.yaml(2,19): server.ports.proxy is '70000', but must be a port")]
    [InlineData("server: { bind: nowhere }", "f.yaml(1,17): server.bind is 'nowhere', but must be an IP address")]
    [InlineData("server: { tls: { key: a.pem } }", "f.yaml(1,16): server.tls needs both")]
    [InlineData("server: 7", "f.yaml(1,9): server must be a mapping")]
    [InlineData("limits: { wait: 11m }", "f.yaml(1,17): limits.wait is longer than 10m")]
    [InlineData("alerts: { webhooks: [ { url: nowhere } ] }", "f.yaml(1,30): alerts.webhooks[0].url is missing")]
    [InlineData("alerts: { webhooks: [ { url: 'http://a.test', events: [ fire ] } ] }", "alerts.webhooks[0].events has 'fire', but each must be budget_80")]
    [InlineData("cache: { ttl: soon }", "f.yaml(1,15): cache.ttl is 'soon', but must be a duration")]
    [InlineData("cache: { exact: maybe }", "f.yaml(1,17): cache.exact is 'maybe', but must be true or false")]
    [InlineData("cache: { memory_limit: lots }", "f.yaml(1,24): cache.memory_limit is 'lots', but must be a size")]
    [InlineData("storage: { kind: postgres }", "f.yaml(1,18): storage.kind is 'postgres'")]
    [InlineData("audit: { durability: maybe }", "f.yaml(1,22): audit.durability is 'maybe', but must be os or disk")]
    [InlineData("providers: { openai: { base_url: nowhere } }", "f.yaml(1,34): providers.openai.base_url is 'nowhere'")]
    [InlineData("providers: { mine: { kind: watson, base_url: http://x } }", "f.yaml(1,28): providers.mine.kind is 'watson'")]
    [InlineData("providers: { openai: { api_keys: { key: a-long-enough-key } } }", "providers.openai.api_keys must be a list")]
    [InlineData("providers: { openai: { api_keys: [ { weight: 2 } ] } }", "providers.openai.api_keys[0].key is missing, or its variable is not set")]
    [InlineData("providers: { openai: { api_keys: [ { key: \"${SB_NO_SUCH_VARIABLE}\" } ] } }", "providers.openai.api_keys[0].key is missing, or its variable is not set")]
    [InlineData("providers: { openai: { api_keys: [ { key: short } ] } }", "providers.openai.api_keys[0].key must have 8 to 4096 characters")]
    [InlineData("providers: { openai: { api_keys: [ { key: 'a key with spaces' } ] } }", "providers.openai.api_keys[0].key must be printable ASCII")]
    [InlineData("providers: { openai: { api_keys: [ { key: sk-sf-0123456789 } ] } }", "providers.openai.api_keys[0].key is a virtual key of this server")]
    [InlineData("providers: { openai: { api_keys: [ { key: a-long-enough-key, weight: 0 } ] } }", "providers.openai.api_keys[0].weight is '0', but must be a whole number from 1 to 1000")]
    [InlineData("providers: { openai: { api_keys: [ { key: a-long-enough-key, tpm: none } ] } }", "providers.openai.api_keys[0].tpm is 'none'")]
    [InlineData("providers: { openai: { api_keys: [ { key: a-long-enough-key, rpn: 1 } ] } }", "providers.openai.api_keys[0].rpn is not known here; known: budget, budgets, concurrent, key, name, rpm, tpm, weight")]
    [InlineData("providers: { openai: { api_keys: [ { key: a-long-enough-key }, { key: a-long-enough-key } ] } }", "providers.openai.api_keys has the key that ends in -key 2 times")]
    [InlineData("models: { x: { } }", "models.x.targets is missing: list the models")]
    [InlineData("models: { x: { targets: [] } }", "models.x.targets is missing: list the models")]
    [InlineData("models: { x: { targets: [ openai/a ] } }", "models.x.targets[0] must be a mapping of names to values")]
    [InlineData("models: { x: { targets: [ { weight: 2 } ] } }", "models.x.targets[0].model is missing: name the model with its provider's prefix")]
    [InlineData("models: { x: { targets: [ { model: a, weight: 0 } ] } }", "models.x.targets[0].weight is '0', but must be a whole number from 1 to 1000")]
    [InlineData("models: { x: { targets: [ { model: a, weight: 1001 } ] } }", "models.x.targets[0].weight is '1001'")]
    [InlineData("models: { x: { targets: [ { model: a, timeouts: { idle: soon } } ] } }", "models.x.targets[0].timeouts.idle is 'soon', but must be a duration")]
    [InlineData("models: { x: { targets: [ { model: a, when: { from_tokens: -1 } } ] } }", "models.x.targets[0].when.from_tokens is '-1', but must be a number of tokens")]
    [InlineData("models: { x: { targets: [ { model: a, when: { from_tokens: 9, to_tokens: 8 } } ] } }", "models.x.targets[0].when.to_tokens is less than from_tokens")]
    [InlineData("models: { x: { targets: [ { model: a, when: { metadata: 7 } } ] } }", "models.x.targets[0].when.metadata must be a mapping")]
    [InlineData("models: { x: { targets: [ { model: a, when: { teem: b } } ] } }", "models.x.targets[0].when.teem is not known here; known: from_tokens, keys, metadata, organizations, teams, to_tokens")]
    [InlineData("models: { x: { targets: [ { model: a } ], strategy: fastest } }", "models.x.strategy is 'fastest', but must be priority, weighted, round_robin, least_busy, latency, cost, tag or random")]
    [InlineData("models: { x: { targets: [ { model: a } ], hedge: { } } }", "models.x.hedge.after must be from 1ms to 10m")]
    [InlineData("models: { x: { targets: [ { model: a } ], hedge: { after: 11m } } }", "models.x.hedge.after must be from 1ms to 10m")]
    [InlineData("models: { x: { targets: [ { model: a } ], hedge: 2s } }", "models.x.hedge must be a mapping")]
    [InlineData("models: { x: { targets: [ { model: a } ], sticky: user } }", "models.x.sticky is 'user', but must be conversation or none")]
    [InlineData("models: { x: { targets: [ { model: a } ], fallbacks: [ '' ] } }", "models.x.fallbacks has an empty value")]
    [InlineData("routing: { attempts: 0 }", "routing.attempts is '0', but must be a whole number from 1 to 20")]
    [InlineData("routing: { retries: 11 }", "routing.retries is '11', but must be a whole number from 0 to 10")]
    [InlineData("routing: { backoff: quick }", "routing.backoff is 'quick', but must be a duration")]
    [InlineData("routing: { longest_backoff: 5 }", "routing.longest_backoff is '5', but must be a duration")]
    [InlineData("routing: { breaker: { failures: 0 } }", "routing.breaker.failures is '0', but must be a whole number from 1 to 1000")]
    [InlineData("routing: { breaker: { rest: 0 } }", "routing.breaker.rest is '0', but must be a duration")]
    [InlineData("routing: { breaker: { longest: 1s } }", "routing.breaker.longest is not known here; known: failures, longest_rest, rest")]
    [InlineData("providers: { openai: { api_keys: [ { key: a-long-enough-key, concurrent: 4294967296 } ] } }", "api_keys[0].concurrent is '4294967296'")]
    [InlineData("providers: { openai: { api_keys: [ { key: a-long-enough-key, budget: { usd: -1 } } ] } }", "api_keys[0].budget.usd is '-1'")]
    [InlineData("providers: { openai: { concurrency: 0 } }", "providers.openai.concurrency is '0', but must be a whole number from 1 to 1000000")]
    [InlineData("providers: { openai: { queue: { size: 5 } } }", "providers.openai.queue has no effect without concurrency")]
    [InlineData("providers: { openai: { concurrency: 2, queue: { size: -1 } } }", "providers.openai.queue.size is '-1', but must be a whole number from 0 to 1000000")]
    [InlineData("providers: { openai: { concurrency: 2, queue: { wait: 11m } } }", "providers.openai.queue.wait is longer than 10m")]
    [InlineData("server: { body_limit: 1MB, body_memory: 1MB }", "server.body_memory must be at least twice body_limit")]
    [InlineData("keys: { name: ci }", "f.yaml(1,7): keys must be a list")]
    [InlineData("keys: [ { key: a-long-enough-key } ]", "f.yaml: keys[0].name is missing")]
    [InlineData("keys: [ { name: ci, key: short } ]", "f.yaml(1,26): keys[0].key is missing, its variable is not set, or it is shorter")]
    [InlineData("keys: [ { name: ci, key: a-long-enough-key, rpm: -1 } ]", "f.yaml(1,50): keys[0].rpm is '-1'")]
    [InlineData("keys: [ { name: ci, key: a-long-enough-key, concurrent: 4294967296 } ]", "keys[0].concurrent is '4294967296'")]
    [InlineData("keys: [ { name: ci, key: a-long-enough-key, role: boss } ]", "keys[0].role is 'boss', but must be caller, viewer,")]
    [InlineData("keys: [ { name: ci, key: a-long-enough-key, priority: urgent } ]", "keys[0].priority is 'urgent', but must be high, normal or low")]
    [InlineData("keys: [ { name: ci, key: a-long-enough-key, budget: { usd: -5 } } ]", "keys[0].budget.usd is '-5'")]
    [InlineData("keys: [ { name: ci, key: a-long-enough-key, budget: { period: daily } } ]", "keys[0].budget.usd is missing")]
    [InlineData("keys: [ { name: ci, key: a-long-enough-key, budget: { usd: 5, perod: daily } } ]", "keys[0].budget.perod is not known here; known: period, usd")]
    [InlineData("keys: [ { name: ci, key: a-long-enough-key, models: [ { a: b } ] } ]", "keys[0].models must be a list of single values")]
    [InlineData("keys: [ { name: ci, key: a-long-enough-key, models: [ \"\" ] } ]", "keys[0].models has an empty value")]
    [InlineData("keys: [ { name: ci, key: a-long-enough-key, expires_at: soon } ]", "keys[0].expires_at is 'soon'")]
    [InlineData("- a\n- b", "f.yaml: must be a mapping of sections")]
    public void Parse_OneFault_IsNamedWithItsPlace(string yaml, string fault)
    {
        var (settings, faults) = SettingsFile.Parse(yaml, "f.yaml");

        Assert.Null(settings);
        Assert.Contains(fault, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_BrokenYaml_SaysWhere()
    {
        var (_, faults) = SettingsFile.Parse("server:\n  bind: [ 1", "f.yaml");

        Assert.Matches(@"^f\.yaml\(\d+,\d+\): is not valid YAML: ", Assert.Single(faults));
    }

    [Fact]
    public void Parse_SeveralFaults_AreAllListed()
    {
        var (_, faults) = SettingsFile.Parse("server: { bind: x, prots: { } }\ncache: { ttl: y }\nkeys: [ { nam: a, key: b } ]", "f.yaml");

        Assert.Equal(6, faults.Count);
    }

    [Theory]
    [InlineData("{ name: a, key: a-long-enough-key }, { name: a, key: another-long-enough-key }", "names 'a' twice")]
    [InlineData("{ name: a, key: a-long-enough-key }, { name: b, key: a-long-enough-key }", "gives 'a' and 'b' the same key text")]
    public void Parse_KeysThatClash_AreAFault(string keys, string fault)
    {
        var (_, faults) = SettingsFile.Parse($"keys: [ {keys} ]", "f.yaml");

        Assert.Contains(fault, Assert.Single(faults), StringComparison.Ordinal);
        Assert.DoesNotContain("long-enough", faults[0], StringComparison.Ordinal);
    }

    private static GatewaySettings Parsed(string yaml)
    {
        var (settings, faults) = SettingsFile.Parse(yaml, "f.yaml");
        Assert.Empty(faults);
        return settings!;
    }
}
