using System.Text.Json;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>The server is killed in the middle of its work, again and again: what a caller saw complete is on record, once, and paid for.</summary>
public sealed class KillUnderLoadTests(ITestOutputHelper note)
{
    private const int Rounds = 3;
    private const int Callers = 16;
    private static readonly string[] KnownOutcomes = ["success", "cache_hit", "interrupted"];

    [Fact]
    public async Task Kill_UnderLoadThreeTimes_EveryCompleteAnswerIsOnRecordOnce()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        using var folder = new ScratchFolder();
        await using var upstream = await ScriptedUpstream.StartAsync(new UpstreamOptions { Record = false });
        upstream.OpenAi.Reply(Script.Text("An answer of several words.", new ScriptUsage(100, 20)).Paced(TimeSpan.FromMilliseconds(1)));
        upstream.Anthropic.Reply(Script.Text("Another answer, also of words.", new ScriptUsage(200, 30)).Paced(TimeSpan.FromMilliseconds(1)));
        var setup = new ServerSetup { Folder = folder.Root, Upstream = upstream };
        var seen = new List<Reading>();
        var server = await SwitchboardProcess.StartAsync(setup);
        try
        {
            using var first = new Management(server);
            var key = await first.CreateKeyAsync();
            for (var round = 1; round <= Rounds; round++)
            {
                using var load = new Load(server.Url("proxy"), key, Callers, random.Next());
                await load.RunAsync(random.Next(200, 400));
                await server.KillAsync();
                await load.StopAsync();
                Assert.True(load.Refused.Count == 0, $"seed {seed}: {load.Refused.FirstOrDefault()?.Text}");
                seen.AddRange(load.Complete);
                server.Dispose();

                server = await SwitchboardProcess.StartAsync(setup);
                await CheckAsync(server, seen, mostInFlight: round * Callers, $"seed {seed}, round {round}");
            }

            var (code, output) = await SwitchboardProcess.RunAsync(setup, "audit", "verify");
            Assert.True(code == 0, output);
            Assert.Contains("The journal is intact.", output, StringComparison.Ordinal);
        }
        finally
        {
            server.Dispose();
        }
    }

    private async Task CheckAsync(SwitchboardProcess server, List<Reading> seen, int mostInFlight, string when)
    {
        using var management = new Management(server);
        var logs = await management.LogsAsync();
        var twice = logs.GroupBy(IdOf).Where(static g => g.Count() > 1).Select(static g => g.Key).ToList();
        Assert.True(twice.Count == 0, $"{when}: on record more than once: {string.Join(", ", twice)}");

        var records = logs.ToDictionary(IdOf);
        foreach (var answer in seen)
        {
            Assert.True(records.Remove(answer.RequestId, out var record), $"{when}: seen complete, but not on record: {answer.RequestId}");
            CheckRecord(record, answer, when);
        }

        Assert.True(records.Count <= mostInFlight, $"{when}: {records.Count} records that no caller saw complete, of at most {mostInFlight} in flight");
        Assert.All(records.Values, r => Assert.Contains(r.GetProperty("outcome").GetString(), KnownOutcomes));

        note.WriteLine($"{when}: {seen.Count} seen complete, {records.Count} others: {string.Join(", ", records.Values.CountBy(static r => r.GetProperty("outcome").ToString()))}");
        var ids = seen.Select(static s => s.RequestId).ToHashSet();
        var spent = await management.SpentAsync();
        Assert.Equal(logs.Sum(CostOf), spent);
        Assert.True(spent >= logs.Where(l => ids.Contains(IdOf(l))).Sum(CostOf), when);

        var report = await management.GetAsync("/api/audit/chain/verify");
        Assert.True(report.GetProperty("intact").GetBoolean(), $"{when}: {report}");
        Assert.Equal(logs.Count, report.GetProperty("records").GetInt32());
    }

    /// <summary>What came from the vendor is recorded with the usage that its caller was told, and paid; what came from the cache costs nothing.</summary>
    private static void CheckRecord(JsonElement record, Reading answer, string when)
    {
        var cached = record.GetProperty("cached").GetBoolean();
        Assert.Equal(cached ? "cache_hit" : "success", record.GetProperty("outcome").GetString());
        Assert.Equal(cached, CostOf(record) == 0);
        Assert.True(cached || record.GetProperty("tokens_used").GetInt64() == answer.Tokens, $"{when}: {record} but the caller was told {answer.Tokens} tokens");
    }

    private static string IdOf(JsonElement record) => record.GetProperty("request_id").GetString()!;

    private static decimal CostOf(JsonElement record) => record.GetProperty("cost").GetDecimal();
}
