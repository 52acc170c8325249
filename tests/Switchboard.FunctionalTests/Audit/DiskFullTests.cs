using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>The journal's disk fills up, writes short, or runs low: nobody gets a complete answer that is not on record, and nothing is lost.</summary>
public sealed class DiskFullTests
{
    public static TheoryData<bool, bool> Dialects => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Ask_DiskFullsWithTheAnswerUnderWay_IsAnErrorAndOnRecordLater(bool anthropic, bool stream)
    {
        var ask = Ask.Of(anthropic, stream);
        await using var all = await AuditServer.StartAsync();
        var gate = new Gate();
        var answer = Script.Text("One two three four.");
        all.Upstream.Enqueue(stream ? answer.HoldAfter(3, gate) : answer.HoldBefore(gate));

        var asking = all.AskAsync(ask, "under way");
        await gate.WhenReachedAsync();
        all.Volume.Room = 40;
        gate.Open();
        var underWay = await asking;
        Action<Reading> check = stream ? Refusal.CheckStream : Refusal.Check;
        check(underWay);

        // While the disk is full, the vendor is not even asked.
        Refusal.Check(await all.AskAsync(ask, "refused"));
        Refusal.Check(await all.AskAsync(Ask.Of(!anthropic, !stream), "refused too"));
        all.Tend();
        Refusal.Check(await all.AskAsync(ask, "refused still"));
        Assert.Single(all.Upstream.Requests);

        all.Volume.Room = long.MaxValue;
        all.Tend();
        Assert.True((await all.AskAsync(ask, "served again")).IsComplete);
        var records = await all.CheckRecordsAsync();
        Assert.Equal(4, records.Values.Count(static r => r.GetProperty("outcome").GetString() is not "success"));
    }

    [Fact]
    public async Task Ask_ReservationCannotBeWritten_VendorIsNotAskedAndNothingStaysHeld()
    {
        await using var all = await AuditServer.StartAsync();
        var key = await all.Server.CreateKeyAsync(new { name = "for one at a time", budget = new { usd = 0.00008, period = "lifetime" } });
        all.Volume.Room = 0;

        Refusal.Check(await all.AskAsync(Ask.Chat(), "first", key));
        Assert.Empty(all.Upstream.Requests);

        all.Volume.Room = long.MaxValue;
        all.Tend();
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await all.AskAsync(Ask.Chat(), $"question {i}", key)).IsComplete);
        }

        await all.CheckRecordsAsync();
    }

    [Fact]
    public async Task Ask_DiskWritesShort_LosesNothing()
    {
        await using var all = await AuditServer.StartAsync("audit: { segment_size: 8KB }", static a => a.Volume.WriteSize = 7);
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => AskAsync(all, i)));

        Assert.All(answers, static a => Assert.True(a.IsComplete, a.Text));
        await all.CheckRecordsAsync();
        Assert.True(Directory.EnumerateFiles(all.Folder.Journal, "*.journal").Count() > 1);
    }

    [Fact]
    public async Task Ask_DiskFullsAgainAndAgain_EveryCompleteAnswerIsOnRecordOnce()
    {
        await using var all = await AuditServer.StartAsync("audit: { segment_size: 8KB }");
        var (served, refused) = (0, 0);
        for (var round = 0; round < 12; round++)
        {
            all.Volume.Room = 700 * round;
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => AskAsync(all, (round * 8) + i)));
            served += answers.Count(static a => a.IsComplete);
            refused += answers.Count(static a => !a.IsComplete);
            all.Volume.Room = long.MaxValue;
            all.Tend();
        }

        Assert.True(served > 0 && refused > 0, $"{served} served, {refused} refused");
        await all.CheckRecordsAsync();
    }

    [Fact]
    public async Task Ask_BelowMinFree_IsRefusedUntilThereIsRoom()
    {
        await using var all = await AuditServer.StartAsync("audit: { min_free: 1MB }", static a => a.Volume.FreeBytes = 1000);
        Refusal.Check(await all.AskAsync(Ask.Chat(), "low"));
        Refusal.Check(await all.AskAsync(Ask.Of(anthropic: true, stream: true), "low"));
        Assert.Empty(all.Upstream.Requests);

        all.Volume.FreeBytes = 2 << 20;
        all.Tend();
        Assert.True((await all.AskAsync(Ask.Chat(), "room again")).IsComplete);
        await all.CheckRecordsAsync();
    }

    [Fact]
    public async Task Ask_SpoolOverItsLimit_IsRefusedUntilTheStoreHasIt()
    {
        await using var all = await AuditServer.StartAsync("audit: { spool_limit: 4KB }");
        all.Store.Away = true;
        var served = 0;
        for (var reading = await all.AskAsync(Ask.Chat(), "0"); reading.IsComplete; reading = await all.AskAsync(Ask.Chat(), $"{served}"))
        {
            Assert.True(++served < 50, "the spool never filled");
            all.Tend();
        }

        Refusal.Check(await all.AskAsync(Ask.Of(anthropic: true, stream: false), "full"));
        Assert.Equal(served, all.Upstream.Requests.Count);

        all.Store.Away = false;
        await all.Shipper.ShipAsync(CancellationToken.None);
        Assert.True((await all.AskAsync(Ask.Chat(), "shipped")).IsComplete);
        await all.CheckRecordsAsync();
    }

    private static Task<Reading> AskAsync(AuditServer all, int number) =>
        all.AskAsync(Ask.All[number % Ask.All.Count], $"question {number}");
}
