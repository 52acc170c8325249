using System.Globalization;
using Switchboard.Host;
using Switchboard.Storage.Sqlite;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>Whoever changes the journal behind the server's back is found out: by the verb beside it, by its own endpoint, and after a restart.</summary>
public sealed class TamperingTests
{
    private const int Records = 6;
    private const string Question = """{"model":"demo/chat","messages":[{"role":"user","content":"Hello"}]}""";

    [Theory]
    [InlineData("edited", 3, "edited")]
    [InlineData("removed", 3, "removed")]
    [InlineData("inserted", 2, "inserted")]
    [InlineData("reordered", 4, "reordered")]
    [InlineData("tail cut off", 5, "removed")]
    [InlineData("forged", 3, "forged")]
    public async Task Verify_JournalTamperedWith_NamesKindAndPlace(string kind, int seq, string kindAfterRestart)
    {
        using var folder = new ScratchFolder();
        await using (var server = await StartAsync(folder))
        {
            await AskAsync(server);
            var offset = Tamper(kind, SegmentBytes.Read(folder.FirstSegment));

            await CheckEndpointAsync(server, kind, seq, offset);
            var (code, output) = await VerifyAsync(folder);
            Assert.Equal(1, code);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"  {kind}: segment 1, seq {seq}, byte {offset}: "), output, StringComparison.Ordinal);
            Assert.Contains("The journal is NOT intact", output, StringComparison.Ordinal);
        }

        await using var again = await StartAsync(folder);
        await AskAsync(again);
        await CheckEndpointAsync(again, kindAfterRestart, seq, offset: null);
    }

    [Fact]
    public async Task Verify_ForgerRewritesTheStoresHeadToo_IsStillForged()
    {
        using var folder = new ScratchFolder();
        await using (var server = await StartAsync(folder))
        {
            await AskAsync(server);
        }

        var (link, tag) = SegmentBytes.Read(folder.FirstSegment).Forge(0, "a key of the forger's own, 32 bytes"u8);
        using (var database = SqliteDatabase.Open(folder.Database))
        {
            await database.WriteAsync(session => session.Statement("UPDATE audit_heads SET link = $1, tag = $2").With(link, tag).Execute(), CancellationToken.None);
        }

        var (code, output) = await VerifyAsync(folder);
        Assert.Equal(1, code);
        Assert.Contains("forged: segment 1, seq 1", output, StringComparison.Ordinal);
        Assert.Contains("The store's head", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AsProgramOnATamperedFolder_ExitsWithOne()
    {
        using var folder = new ScratchFolder();
        await using (var server = await StartAsync(folder))
        {
            await AskAsync(server);
        }

        Tamper("edited", SegmentBytes.Read(folder.FirstSegment));
        var (code, output) = await SwitchboardProcess.RunAsync(new ServerSetup { Folder = folder.Root }, "audit", "verify");
        Assert.Equal(1, code);
        Assert.Contains("edited: segment 1, seq 3", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithoutTheSecret_CannotCheckAndSaysWhatToDo()
    {
        using var folder = new ScratchFolder();
        await using (var server = await StartAsync(folder))
        {
            await AskAsync(server);
        }

        File.Delete(folder.Secret);
        var (code, output) = await SwitchboardProcess.RunAsync(new ServerSetup { Folder = folder.Root }, "audit", "verify");
        Assert.Equal(2, code);
        Assert.Contains(folder.Secret, output, StringComparison.Ordinal);
        Assert.Contains("SWITCHBOARD_SECRET_FILE", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Secret));
    }

    private static Task<SwitchboardServer> StartAsync(ScratchFolder folder) => SwitchboardServer.StartAsync(s => s.Folder = folder.Root);

    /// <summary>Asks for as many records as the tests count on, and waits until the store was told of them.</summary>
    private static async Task AskAsync(SwitchboardServer server)
    {
        for (var i = 0; i < Records; i++)
        {
            using var response = await server.PostAsync("/v1/chat/completions", Question);
            response.EnsureSuccessStatusCode();
        }

        Assert.True((await server.LogsAsync()).Count >= Records);
    }

    /// <summary>Tampers with the journal and says at which byte that shows.</summary>
    private static long Tamper(string kind, SegmentBytes segment)
    {
        var (f, second, third) = (segment.Frames.ToList(), segment.OffsetOf(2), segment.OffsetOf(3));
        switch (kind)
        {
            case "edited":
                SegmentBytes.BodyOf(f[2])[20] ^= 1;
                segment.Save(f);
                return second;
            case "removed":
                segment.Save([f[0], f[1], .. f[3..]]);
                return second;
            case "inserted":
                segment.Save([f[0], f[1], f[2], f[1], .. f[3..]]);
                return third;
            case "reordered":
                segment.Save([f[0], f[1], f[3], f[2], .. f[4..]]);
                return second;
            case "tail cut off":
                segment.Save(f[..4]);
                return segment.OffsetOf(4);
            default:
                segment.Forge(2, new byte[32]);
                return second;
        }
    }

    private static async Task CheckEndpointAsync(SwitchboardServer server, string kind, int seq, long? offset)
    {
        var report = await server.ManageAsync(HttpMethod.Get, "/api/audit/chain/verify");
        Assert.False(report.GetProperty("intact").GetBoolean());
        var fault = report.GetProperty("faults").EnumerateArray().First();
        Assert.True(fault.GetProperty("kind").GetString() == kind && fault.GetProperty("seq").GetInt64() == seq, report.ToString());
        Assert.Equal(1, fault.GetProperty("segment").GetInt32());
        Assert.True(offset is null || offset == fault.GetProperty("offset").GetInt64(), $"{offset}: {report}");
    }

    private static async Task<(int Code, string Output)> VerifyAsync(ScratchFolder folder)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var code = await AuditVerifyVerb.RunAsync([folder.Data], output, output);
        return (code, output.ToString());
    }
}
