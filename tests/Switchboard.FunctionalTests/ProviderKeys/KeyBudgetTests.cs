using System.Net;
using System.Text.Json;
using Switchboard.FunctionalTests.Keys;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.ProviderKeys;

/// <summary>What may be spent, and asked at the same time, with one of a provider's keys: one over its limit is passed over like one at rest.</summary>
public sealed class KeyBudgetTests : IAsyncLifetime
{
    private const string Path = "/api/enterprise/provider-keys";
    private const string Limited = """{"max_tokens":100}""";
    private readonly string folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
    private ScriptedUpstream? upstream;
    private int asked;

    private ScriptedUpstream Upstream => upstream!;

    public async ValueTask InitializeAsync() => upstream = await ScriptedUpstream.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Upstream.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Budget_Spent_TheOtherKeyIsTakenAlsoAfterARestart()
    {
        const string keys = "providers: { openai: { api_keys: [ { key: vendor-key-a, weight: 1000, budget: { usd: 0.008 } }, { key: vendor-key-b } ] } }";
        await using var receiver = await WebhookReceiver.StartAsync();
        Upstream.OpenAi.Reply(Script.Text("x", new(0, 50))); // 500 micro-dollars each, of 8,000; up to 1,300 are held.
        await using (var server = await StartAsync($"{keys}\nalerts: {{ webhooks: [ {{ url: '{receiver.Url}' }} ] }}"))
        {
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(HttpStatusCode.OK, (await AskAsync(server)).Status);
            }

            Assert.InRange(Used("a"), 12, 15);
            Assert.Equal(20, Used("a") + Used("b"));
            var spent = (await KeysAsync(server))[0];
            Assert.Equal((Used("a") * 0.0005m, 0.008m, "lifetime"), (spent.GetProperty("spent_usd").GetDecimal(), spent.GetProperty("budgets")[0].GetProperty("usd").GetDecimal(), spent.GetProperty("budgets")[0].GetProperty("period").GetString()));
            var posts = (await receiver.WhenPostedAsync(2)).Select(static p => (p.Json.GetProperty("event").GetString(), p.Json.GetProperty("scope").GetString(), p.Json.GetProperty("account").GetString())).ToList();
            Assert.Equal([("budget_80", "provider_key", "yaml-openai-1"), ("budget_100", "provider_key", "yaml-openai-1")], posts!);
        }

        var before = Used("a");
        await using var again = await StartAsync(keys);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(again)).Status);
        Assert.Equal(before, Used("a"));
        Assert.Equal(before * 0.0005m, (await KeysAsync(again))[0].GetProperty("spent_usd").GetDecimal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("audit: { durability: disk }")]
    public async Task Budget_KilledDuringACall_WhatItMayHaveCostCountsAsSpent(string durability)
    {
        var yaml = $"{durability}\nproviders: {{ openai: {{ api_keys: [ {{ key: vendor-key-a, weight: 1000, budget: {{ usd: 0.002 }} }}, {{ key: vendor-key-b }} ] }} }}";
        var gate = new Gate();
        Upstream.Enqueue(Script.Text("x").HoldBefore(gate));
        using (var killed = await SwitchboardProcess.StartAsync(new ServerSetup { Folder = folder, Upstream = Upstream, Yaml = yaml }))
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(killed.Url("proxy")) };
            client.DefaultRequestHeaders.Authorization = new("Bearer", SwitchboardServer.AdminKey);
            var asking = client.PostAsync(Talk.Chat, new StringContent(Talk.Ask("a question", Limited), null, "application/json"));
            await gate.WhenReachedAsync();
            await killed.KillAsync();
            await Assert.ThrowsAsync<HttpRequestException>(() => asking);
        }

        await using var server = await StartAsync(yaml);

        var record = Assert.Single(await server.RecordsAsync());
        Assert.Equal(("interrupted", "yaml-openai-1"), (record.Outcome, Assert.Single(record.Attempts!).KeyId));
        Assert.InRange(record.CostMicros, 1_000, 1_300);
        Assert.Equal(record.CostMicros / 1_000_000m, (await KeysAsync(server))[0].GetProperty("spent_usd").GetDecimal());
        Upstream.OpenAi.Reply(Script.Text("y"));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(server)).Status);
        Assert.Equal((1, 1), (Used("a"), Used("b"))); // What is left does not pay for another of a's.
    }

    [Fact]
    public async Task Budget_OfTheOnlyKeySpent_CallersAreToldWithoutAskingTheVendor()
    {
        await using var server = await StartAsync("providers: { openai: { api_keys: [ { key: vendor-key-a, budget: { usd: 0.0001 } } ] } }");

        var said = await AskAsync(server);

        Assert.Equal((HttpStatusCode.TooManyRequests, "provider_keys_exhausted"), (said.Status, said.Error("code")));
        Assert.False(said.Headers.ContainsKey("retry-after"));
        Assert.EndsWith("are at their limits. The administrator can add a key or raise its limits.", said.Error("message"), StringComparison.Ordinal);
        Assert.Empty(Upstream.Requests);
    }

    [Fact]
    public async Task Concurrent_AllCallsOfAKeyUnderWay_TheOtherIsTaken()
    {
        var gate = new Gate();
        Upstream.Enqueue(Script.Text("x").HoldBefore(gate), Script.Text("y"));
        await using var server = await StartAsync("providers: { openai: { api_keys: [ { key: vendor-key-a, weight: 1000, concurrent: 1 }, { key: vendor-key-b } ] } }");
        var first = AskAsync(server);
        await gate.WhenReachedAsync();

        Assert.Equal("y", (await AskAsync(server)).Content);
        Assert.Equal((1, 1), (Used("a"), Used("b")));
        Assert.Equal([1, 0], (await KeysAsync(server)).Select(static k => k.GetProperty("under_way").GetInt32()));
        gate.Open();
        await first;

        await AskAsync(server);
        Assert.Equal(2, Used("a"));
        Assert.Equal([0, 0], (await KeysAsync(server)).Select(static k => k.GetProperty("under_way").GetInt32()));
    }

    [Fact]
    public async Task Stored_LimitsOfAKey_AreShownChangedAndKept()
    {
        var id = "";
        await using (var server = await StartAsync(""))
        {
            var made = await server.ManageAsync(HttpMethod.Post, Path, new { provider = "openai", key = "sk-second-0123456789", concurrent = 3, budget = new { usd = 5, period = "weekly" } });
            id = made.GetProperty("id").GetString()!;
            Assert.Equal((3, "weekly", 0m), (made.GetProperty("concurrent").GetInt32(), made.GetProperty("budgets")[0].GetProperty("period").GetString(), made.GetProperty("spent_usd").GetDecimal()));
            var changed = await server.ManageAsync(HttpMethod.Patch, $"{Path}/{id}", new { budgets = new[] { new { usd = 1, period = "daily" }, new { usd = 9, period = "monthly" } } });
            Assert.Equal((3, 2), (changed.GetProperty("concurrent").GetInt32(), changed.GetProperty("budgets").GetArrayLength()));
            var wrong = await server.SendAsync(HttpMethod.Patch, $"{Path}/{id}", """{"concurrent":0,"budget":5}""", SwitchboardServer.AdminKey);
            Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
            Assert.Contains("'concurrent' must be", wrong.Error("message"), StringComparison.Ordinal);
            Assert.Contains("'budget' must look like", wrong.Error("message"), StringComparison.Ordinal);
        }

        await using var again = await StartAsync("");
        var kept = await again.ManageAsync(HttpMethod.Get, $"{Path}/{id}");
        Assert.Equal((3, "daily", "monthly"), (kept.GetProperty("concurrent").GetInt32(), kept.GetProperty("budgets")[0].GetProperty("period").GetString(), kept.GetProperty("budgets")[1].GetProperty("period").GetString()));
    }

    private Task<SwitchboardServer> StartAsync(string yaml) => SwitchboardServer.StartAsync(s => (s.Folder, s.Upstream, s.Yaml) = (folder, upstream, yaml));

    private Task<Said> AskAsync(SwitchboardServer server) => server.SayAsync(Talk.Ask($"question {asked++}", Limited));

    private static async Task<IReadOnlyList<JsonElement>> KeysAsync(SwitchboardServer server) =>
        [.. (await server.ManageAsync(HttpMethod.Get, Path)).GetProperty("data").EnumerateArray().Where(static k => k.GetProperty("provider").GetString() == "openai")];

    private int Used(string key) => Upstream.Requests.Count(r => r.Headers["Authorization"] == "Bearer vendor-key-" + key);
}
