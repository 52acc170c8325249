using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.FunctionalTests.Audit;
using Switchboard.Gateway.Audit;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Alerts;

/// <summary>Alerts reach webhooks over real sockets: signed, retried, and never in a caller's way.</summary>
public sealed class AlertDeliveryTests
{
    private const string Limited = """{"max_tokens":100}""";

    [Fact]
    public async Task Budget_OfATeamPassesItsMarks_EachIsPostedOnceAndSigned()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(0, 50))); // 500 micro-dollars each, of 6,000; up to 1,250 are held.
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, Hook(receiver, ", secret: s3cret")));
        await server.ManageAsync(HttpMethod.Post, "/api/enterprise/teams", new { id = "core", name = "Core", budget = new { usd = 0.006, period = "monthly" } });
        var key = await server.CreateKeyAsync(new { name = "k", team = "core" });

        var refused = 0;
        for (var i = 0; refused < 3; i++)
        {
            refused += (int)(await server.SayAsync(Talk.Ask("question " + i, Limited), key)).Status == 429 ? 1 : 0;
        }

        var posts = await receiver.WhenPostedAsync(2);
        Assert.Equal(["budget_80", "budget_100"], posts.Select(static p => p.Json.GetProperty("event").GetString()));
        var first = posts[0];
        Assert.Equal(("team", "core", "monthly", 0.006m), (first.Json.GetProperty("scope").GetString(), first.Json.GetProperty("account").GetString(), first.Json.GetProperty("period").GetString(), first.Json.GetProperty("limit_usd").GetDecimal()));
        Assert.Contains("The team 'core' has spent", first.Json.GetProperty("text").GetString(), StringComparison.Ordinal);
        var signature = first.Headers["x-smartflow-signature"];
        var second = signature["t=".Length..signature.IndexOf(',', StringComparison.Ordinal)];
        byte[] signed = [.. Encoding.UTF8.GetBytes(second + "."), .. first.Body];
        Assert.Equal($"t={second},v1={Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8, signed))}", signature);
        Assert.Equal("application/json", first.Headers["content-type"]);
    }

    [Fact]
    public async Task Post_WebhookFailsAtFirst_IsTriedAgainAsTheSame()
    {
        var time = new ManualTimeProvider();
        await using var receiver = await WebhookReceiver.StartAsync(503, 429);
        await using var server = await SpendAllAsync(receiver, time);

        var posts = await receiver.WhenPostedAsync(3, () => time.Advance(TimeSpan.FromSeconds(1)));

        Assert.Single(posts.Select(static p => p.Json.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Post_WebhookRefusesIt_IsGivenUpAndNamedByItsHostOnly()
    {
        var time = new ManualTimeProvider();
        await using var receiver = await WebhookReceiver.StartAsync(307);
        await using var server = await SpendAllAsync(receiver, time, "/T0KEN");

        await receiver.WhenPostedAsync(1);
        await server.Log.WhenLoggedAsync("did not reach the webhook at 127.0.0.1 in 1 tries: it answered 307");

        Assert.Single(receiver.Posts);
        Assert.DoesNotContain(server.Log.Lines, static l => l.Contains("T0KEN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AuditLag_StoreTakesNothing_IsPostedOnce()
    {
        var time = new ManualTimeProvider();
        FlakyStore? store = null;
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s =>
        {
            (s.Time, s.Yaml) = (time, $"alerts: {{ audit_lag: 1m, webhooks: [ {{ url: '{receiver.Url}' }} ] }}");
            s.Adjust = builder => builder.Services.AddSingleton<IAuditStore>(services => store = new FlakyStore(new SqliteAuditStore(services.GetRequiredService<SqliteDatabase>())) { Refusing = true });
        });
        await server.SayAsync(Talk.Ask(model: "demo/chat"));

        var post = (await receiver.WhenPostedAsync(1, () => time.Advance(TimeSpan.FromSeconds(61))))[0].Json;

        Assert.Equal(("audit_lag", 1), (post.GetProperty("event").GetString(), post.GetProperty("waiting").GetInt32()));
        store!.Refusing = false;
    }

    private static string Hook(WebhookReceiver receiver, string more = "", string path = "") => $"alerts: {{ webhooks: [ {{ url: '{receiver.Url}{path}', events: [ budget_80, budget_100 ]{more} }} ] }}";

    /// <summary>A server whose only key has just spent its budget with one request.</summary>
    private static async Task<SwitchboardServer> SpendAllAsync(WebhookReceiver receiver, ManualTimeProvider time, string path = "")
    {
        var server = await SwitchboardServer.StartAsync(s => (s.Time, s.Yaml) = (time, Hook(receiver, path: path)));
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 10, period = "daily" } });
        await server.SayAsync(Talk.Ask("first", Limited, "demo/chat"), key);
        var spent = (await server.GetAsync("/v1/key/info", key)).Json.GetProperty("key").GetProperty("spent_usd").GetDecimal();
        Assert.True(spent > 0);
        var id = (await server.ManageAsync(HttpMethod.Get, "/api/enterprise/vkeys")).GetProperty("data")[0].GetProperty("id").GetString();
        await server.ManageAsync(HttpMethod.Patch, "/api/enterprise/vkeys/" + id, new { budget = new { usd = spent * 1.01m, period = "daily" } });
        await server.SayAsync(Talk.Ask("second", Limited, "demo/chat"), key);
        return server;
    }
}
