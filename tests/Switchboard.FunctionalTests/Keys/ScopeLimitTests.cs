using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Keys;

/// <summary>Limits of users, teams and organisations: all keys of each together.</summary>
public sealed class ScopeLimitTests
{
    private const string Limited = """{"max_tokens":100}""";

    [Theory]
    [InlineData("users", "user", "owner", "The user 'core'")]
    [InlineData("teams", "team", "team", "The team 'core'")]
    [InlineData("organizations", "organization", "organization", "The organisation 'core'")]
    public async Task Budget_OfAScope_HoldsForItsKeysTogetherAndOverARestart(string path, string scope, string field, string subject)
    {
        var folder = Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        var time = new ManualTimeProvider();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(0, 100))); // 1,000 micro-dollars each.
        string one, two;
        await using (var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Time, s.Folder) = (upstream, time, folder)))
        {
            await server.ManageAsync(HttpMethod.Post, "/api/enterprise/" + path, new { id = "core", name = "Core", budget = new { usd = 0.0028, period = "daily" } });
            one = await server.CreateKeyAsync(new Dictionary<string, object> { ["name"] = "one", [field] = "core", ["budget"] = new { usd = 1, period = "daily" } });
            two = await server.CreateKeyAsync(new Dictionary<string, object> { ["name"] = "two", [field] = "core" });
            var first = await server.SayAsync(Talk.Ask("a", Limited), one);
            Assert.Equal((HttpStatusCode.OK, scope, "0.0028", "0.001"), (first.Status, first.Headers["x-smartflow-budget-scope"], first.Headers["x-smartflow-budget-limit"], first.Headers["x-smartflow-budget-spent"]));
        }

        await using (var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Time, s.Folder) = (upstream, time, folder)))
        {
            Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("b", Limited), two)).Status);
            var refused = await server.SayAsync(Talk.Ask("c", Limited), one);

            Assert.Equal((HttpStatusCode.TooManyRequests, $"{scope}; budget", "0.002"), (refused.Status, refused.Headers["x-smartflow-limited-by"], refused.Headers["x-smartflow-budget-spent"]));
            Assert.StartsWith($"{subject} has 0.0008 USD left of its daily budget of 0.0028 USD", refused.Error("message"), StringComparison.Ordinal);
            var info = (await server.GetAsync("/v1/key/info", one)).Json;
            Assert.Equal((scope, 0.0008m), (info.GetProperty("budget_scope").GetString(), info.GetProperty("remaining_usd").GetDecimal()));
            var view = (await server.ManageAsync(HttpMethod.Get, "/api/enterprise/" + path)).GetProperty("data")[0];
            Assert.Equal((0.002m, 0.002m), (view.GetProperty("spent_usd").GetDecimal(), view.GetProperty("budget").GetProperty("spent_usd").GetDecimal()));
            await server.ManageAsync(HttpMethod.Patch, $"/api/enterprise/{path}/core", new { budget = (object?)null });
            Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("c", Limited), one)).Status);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Headers_KeyAndTeamWithRates_ShowTheTightestAndNotTheVendors()
    {
        var time = new ManualTimeProvider();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(10, 20)).WithHeader("x-ratelimit-remaining-requests", "9999"));
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Time) = (upstream, time));
        await server.ManageAsync(HttpMethod.Post, "/api/enterprise/teams", new { id = "core", name = "Core", rpm = 2, tpm = 100_000 });
        var key = await server.CreateKeyAsync(new { name = "k", team = "core", rpm = 50, tpm = 5_000 });
        var plain = await server.CreateKeyAsync(new { name = "plain" });

        var said = await server.SayAsync(Talk.Ask("a", Limited), key);
        var vendors = await server.SayAsync(Talk.Ask("b", Limited), plain);

        Assert.Equal(("2", "1", "1m1s"), (said.Headers["x-ratelimit-limit-requests"], said.Headers["x-ratelimit-remaining-requests"], said.Headers["x-ratelimit-reset-requests"]));
        Assert.Equal(("5000", "4970", "1m1s"), (said.Headers["x-ratelimit-limit-tokens"], said.Headers["x-ratelimit-remaining-tokens"], said.Headers["x-ratelimit-reset-tokens"]));
        Assert.Equal("9999", vendors.Headers["x-ratelimit-remaining-requests"]);
        await server.SayAsync(Talk.Ask("c", Limited), key);
        time.Advance(TimeSpan.FromSeconds(20));
        var refused = await server.SayAsync(Talk.Ask("d", Limited), key);
        Assert.Equal((HttpStatusCode.TooManyRequests, "team; rpm", "0", "41s", "41"), (refused.Status, refused.Headers["x-smartflow-limited-by"], refused.Headers["x-ratelimit-remaining-requests"], refused.Headers["x-ratelimit-reset-requests"], refused.Headers["retry-after"]));
        var info = (await server.GetAsync("/v1/key/info", key)).Json;
        Assert.Equal((0L, 4_940L), (info.GetProperty("remaining_requests").GetInt64(), info.GetProperty("remaining_tokens").GetInt64()));
    }

    [Fact]
    public async Task Tokens_TeamHasFewerThanTheKey_ClampsToTheTeams()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(50, 950)));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        await server.ManageAsync(HttpMethod.Post, "/api/enterprise/teams", new { id = "core", name = "Core", tpm = 4_000 });
        var key = await server.CreateKeyAsync(new { name = "k", team = "core", tpm = 1_000_000 });

        await server.SayAsync(Talk.Ask("question 0"), key);

        var prompt = Switchboard.Gateway.Exchange.TokenEstimate.Prompt(System.Text.Encoding.UTF8.GetBytes(Talk.Ask("question 0")));
        Assert.Equal(4_000 - prompt, upstream.Requests[0].Json.GetProperty("max_completion_tokens").GetInt64());
    }

    [Fact]
    public async Task Record_KeyOfAUserInATeam_NamesTheAccountsThatItIsBookedOn()
    {
        await using var server = await SwitchboardServer.StartAsync();
        await server.ManageAsync(HttpMethod.Post, "/api/enterprise/teams", new { id = "core", name = "Core", organization = "acme" });
        await server.ManageAsync(HttpMethod.Post, "/api/enterprise/users", new { id = "ann", name = "Ann", team = "core" });
        var key = await server.CreateKeyAsync(new { name = "k", owner = "ann" });

        await server.SayAsync(Talk.Ask(model: "demo/chat"), key);

        var record = Assert.Single(await server.RecordsAsync());
        Assert.Equal(("ann", "core", "acme"), (record.Owner, record.Team, record.Organization));
        Assert.StartsWith("key:", record.Tenant, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reserve_OperationOfABudgetedKey_LeavesNoReservationOpen()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 1, period = "daily" } });

        var said = await server.SayAsync("""{"model":"text-embedding-3-small","input":"one text"}""", key, "/v1/embeddings");

        Assert.Equal(HttpStatusCode.OK, said.Status);
        Assert.True(Assert.Single(await server.RecordsAsync()).ReservedMicros > 0);
        Assert.Equal(0, server.Services.GetRequiredService<Journal>().Status.OpenReservations);
    }

    [Theory]
    [InlineData("teams", """{"name":"Core","rpm":0}""", "'rpm' must be a whole number above 0")]
    [InlineData("users", """{"name":"Ann","budget":{"usd":-1}}""", "'budget' must look like")]
    [InlineData("organizations", """{"name":"Acme","budget":{"usd":1},"budgets":[]}""", "'budget' and 'budgets' exclude each other")]
    public async Task Create_FaultyLimits_AreNamed(string kind, string json, string fault)
    {
        await using var server = await SwitchboardServer.StartAsync();

        var said = await server.SendAsync(HttpMethod.Post, "/api/enterprise/" + kind, json, SwitchboardServer.AdminKey);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Contains(fault, said.Error("message"), StringComparison.Ordinal);
    }
}
