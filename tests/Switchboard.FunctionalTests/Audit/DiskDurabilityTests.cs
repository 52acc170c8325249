using System.Text;

namespace Switchboard.FunctionalTests.Audit;

/// <summary><c>audit.durability: disk</c>: an answer completes once the disk has confirmed its record.</summary>
public sealed class DiskDurabilityTests
{
    private const string Yaml = "audit: { durability: disk, segment_size: 16KB }";

    [Fact]
    public async Task Ask_ManyAtOnce_EachRecordIsFlushedBeforeItsAnswerCompletes()
    {
        await using var all = await AuditServer.StartAsync(Yaml);
        await Task.WhenAll(Enumerable.Range(0, 48).Select(async i =>
        {
            var answer = await all.AskAsync(Ask.All[i % Ask.All.Count], $"question {i}");
            Assert.True(answer.IsComplete, answer.Text);
            Assert.True(IsFlushed(all, answer.RequestId), "the answer completed before its record was durable");
        }));

        Assert.InRange(all.Volume.Flushes, 1, 200);
        await all.CheckRecordsAsync();
    }

    [Fact]
    public async Task Ask_FlushFails_IsWithheldAndNewOnesRefusedUntilTheDiskConfirms()
    {
        await using var all = await AuditServer.StartAsync(Yaml);
        all.Volume.FlushFails = true;
        Refusal.Check(await all.AskAsync(Ask.Chat(), "not confirmed"));
        Refusal.Check(await all.AskAsync(Ask.Of(anthropic: true, stream: false), "refused"));
        Assert.Single(all.Upstream.Requests);

        all.Volume.FlushFails = false;
        all.Tend();
        Assert.True((await all.AskAsync(Ask.Chat(), "confirmed")).IsComplete);
        await all.CheckRecordsAsync();
    }

    /// <summary>Whether a record (not just a reservation) with this id lies in what was flushed.</summary>
    private static bool IsFlushed(AuditServer all, string requestId) => all.Volume.List().Any(name =>
    {
        var bytes = File.ReadAllBytes(Path.Combine(all.Folder.Journal, name)).AsSpan();
        var durable = bytes[..(int)Math.Min(bytes.Length, all.Volume.FlushedLength(name))];
        return durable.IndexOf(Encoding.UTF8.GetBytes($"{{\"v\":1,\"request_id\":\"{requestId}\"")) >= 0;
    });
}
