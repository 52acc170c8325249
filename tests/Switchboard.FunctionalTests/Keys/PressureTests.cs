using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Switchboard.FunctionalTests.Audit;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Keys;

/// <summary>64 callers at once on one allowance, at random costs: never over it, and nearly all of it is used while somebody wants it.</summary>
public sealed class PressureTests(ITestOutputHelper note)
{
    private const int Callers = 64;
    private const int Sizes = 16;
    private const int LargestOutput = 4_800; // 0.048 USD of gpt-4o, which with its prompt is less than 5 % of a dollar.

    [Fact]
    public async Task Budget_OfAKey_IsNeverPassedAndNearlySpent()
    {
        await using var upstream = await UpstreamAsync();
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, "limits: { wait: 30s }"));
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 1, period = "lifetime" } });

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => AskUntilRefusedAsync(server.Client, key, caller)));

        var charged = (await server.RecordsAsync()).Sum(static r => r.CostMicros);
        note.WriteLine($"{charged} of 1000000 micro-dollars in {upstream.Requests.Count} requests");
        Assert.InRange(charged, 900_000, 1_000_000);
        Assert.Equal(charged / 1e6m, (await server.GetAsync("/v1/key/info", key)).Json.GetProperty("key").GetProperty("spent_usd").GetDecimal());
    }

    [Fact]
    public async Task Budget_OfATeamWithSeveralKeys_IsNeverPassedAndNearlySpent()
    {
        await using var upstream = await UpstreamAsync();
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, "limits: { wait: 30s }"));
        await server.ManageAsync(HttpMethod.Post, "/api/enterprise/teams", new { id = "core", name = "Core", budgets = new[] { new { usd = 1, period = "daily" }, new { usd = 5, period = "monthly" } } });
        var keys = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            keys.Add(await server.CreateKeyAsync(new { name = "k" + i, team = "core", concurrent = 10 }));
        }

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => AskUntilRefusedAsync(server.Client, keys[caller % keys.Count], caller)));

        Assert.InRange((await server.RecordsAsync()).Sum(static r => r.CostMicros), 900_000, 1_000_000);
    }

    [Fact]
    public async Task Rates_OfAKey_AreNeverPassedAndNearlyUsed()
    {
        await using var upstream = await UpstreamAsync();
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Time, s.Yaml) = (upstream, new ManualTimeProvider(), "limits: { wait: 30s }"));
        var slow = await server.CreateKeyAsync(new { name = "slow", rpm = 40 });
        var small = await server.CreateKeyAsync(new { name = "small", tpm = 100_000 });

        var said = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => server.SayAsync(Talk.Ask("once " + i, """{"max_tokens":10}"""), slow)));
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => AskUntilRefusedAsync(server.Client, small, caller)));

        Assert.Equal(40, said.Count(static s => s.Status == HttpStatusCode.OK));
        var used = (await server.RecordsAsync()).Where(static r => r.KeyName == "small").Sum(static r => r.Usage is { } u ? u.Prompt + u.Completion : 0);
        note.WriteLine($"{used} of 100000 tokens");
        Assert.InRange(used, 90_000, 100_000);
    }

    [Fact]
    public async Task Kill_InTheMiddle_TheTeamsBudgetIsStillNeverPassed()
    {
        using var folder = new ScratchFolder();
        await using var upstream = await UpstreamAsync();
        var setup = new ServerSetup { Folder = folder.Root, Upstream = upstream, Yaml = "limits: { wait: 30s }" };
        string key;
        using (var server = await SwitchboardProcess.StartAsync(setup))
        {
            key = await TeamKeyAsync(server);
            using var client = Client(server);
            var asking = Enumerable.Range(0, Callers).Select(caller => AskUntilRefusedAsync(client, key, caller)).ToArray();
            await upstream.WaitForRequestAsync(30);
            await server.KillAsync();
            await Task.WhenAll(asking);
        }

        using (var server = await SwitchboardProcess.StartAsync(setup))
        {
            var (before, interrupted) = await SpentAsync(server);
            note.WriteLine($"{before} USD after the kill, {interrupted} requests interrupted");
            Assert.InRange(before, 0.000001m, 1);
            Assert.True(interrupted > 0);

            using var client = Client(server);
            await Task.WhenAll(Enumerable.Range(100, Callers).Select(caller => AskUntilRefusedAsync(client, key, caller)));
            Assert.InRange((await SpentAsync(server)).Usd, 0.9m, 1);
        }
    }

    /// <summary>A vendor whose answers use some part of what they might, and take a moment.</summary>
    private static async Task<ScriptedUpstream> UpstreamAsync()
    {
        var upstream = await ScriptedUpstream.StartAsync();
        var random = new Random(4);
        for (var size = 1; size <= Sizes; size++)
        {
            var most = Most(size);
            upstream.When(
                r => r.Json.GetProperty("max_tokens").GetInt32() == most,
                Answer(random, most),
                [.. Enumerable.Range(0, 20).Select(_ => Answer(random, most))]);
        }

        return upstream;
    }

    private static Script Answer(Random random, int most) => Script.Text("a few words", new ScriptUsage(20, random.Next(1, most + 1))).Paced(TimeSpan.FromMilliseconds(2));

    private static int Most(int size) => size * LargestOutput / Sizes;

    private static async Task AskUntilRefusedAsync(HttpClient client, string key, int caller)
    {
        var random = new Random(caller);
        for (var i = 0; ; i++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"caller {caller} asks {i}");
            var more = string.Create(CultureInfo.InvariantCulture, $$"""{"max_tokens":{{Most(random.Next(1, Sizes + 1))}},"stream":true,"stream_options":{"include_usage":true} }""");
            using var request = new HttpRequestMessage(HttpMethod.Post, Talk.Chat) { Content = new StringContent(Talk.Ask(text, more), null, "application/json") };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            try
            {
                using var response = await client.SendAsync(request);
                if (response.StatusCode == HttpStatusCode.TooManyRequests)
                {
                    return;
                }

                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
            catch (HttpRequestException)
            {
                return; // The server was killed.
            }
        }
    }

    private static HttpClient Client(SwitchboardProcess server) => new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(server.Url("proxy")) };

    private static async Task<string> TeamKeyAsync(SwitchboardProcess server)
    {
        using var client = Client(server);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SwitchboardServer.AdminKey);
        (await client.PostAsJsonAsync("/api/enterprise/teams", new { id = "core", name = "Core", budget = new { usd = 1, period = "lifetime" } })).EnsureSuccessStatusCode();
        using var made = await client.PostAsJsonAsync("/api/enterprise/vkeys", new { name = "k", team = "core" });
        return System.Text.Json.JsonElement.Parse(await made.Content.ReadAsStringAsync()).GetProperty("key").GetString()!;
    }

    private static async Task<(decimal Usd, int Interrupted)> SpentAsync(SwitchboardProcess server)
    {
        using var management = new Management(server);
        var logs = await management.LogsAsync();
        var spent = (await management.GetAsync("/api/enterprise/teams")).GetProperty("data")[0].GetProperty("spent_usd").GetDecimal();
        Assert.Equal(logs.Sum(static l => l.GetProperty("cost").GetDecimal()), spent);
        return (spent, logs.Count(static l => l.GetProperty("outcome").GetString() == "interrupted"));
    }
}
