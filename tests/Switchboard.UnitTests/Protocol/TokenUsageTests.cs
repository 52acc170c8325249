using System.Runtime.CompilerServices;
using System.Text.Json;
using Switchboard.Gateway;
using Switchboard.Gateway.Audit;
using Switchboard.Protocol;

namespace Switchboard.UnitTests.Protocol;

public sealed class TokenUsageTests
{
    private static readonly TokenUsage All = new(1, 2)
    {
        CacheRead = 4,
        CacheWrite5m = 8,
        CacheWrite1h = 16,
        Reasoning = 32,
        AudioInput = 64,
        AudioOutput = 128,
        ImageInput = 256,
        ImageOutput = 512,
        Images = 3,
        AudioMillis = 5,
        Characters = 7,
        Searches = 9,
    };

    [Fact]
    public void Total_EveryBucket_CountsEachTokenOnce()
    {
        Assert.Equal(1 + 4 + 8 + 16 + 64 + 256, All.Prompt);
        Assert.Equal(2 + 32 + 128 + 512, All.Completion);
        Assert.Equal(1023, All.Total);
    }

    [Fact]
    public void Media_EmptyBuckets_IsTheSameAsNone()
    {
        Assert.Null(new TokenUsage(1, 2) { AudioInput = 0, Media = new MediaUsage() }.Media);
        Assert.Null((All with { Media = null }).Media);
        Assert.Equal(new TokenUsage(1, 2), new TokenUsage(1, 2) { Images = 0 });
        Assert.True(new TokenUsage(0, 0) { Searches = 0 }.IsEmpty);
        Assert.False(new TokenUsage { Searches = 1 }.IsEmpty);
    }

    [Fact]
    public void TokenUsage_OfAChat_IsNoLargerThanACacheLine() => Assert.True(Unsafe.SizeOf<TokenUsage>() <= 64);

    [Fact]
    public void AuditUsage_EveryBucket_HasItsNameInTheJournal()
    {
        TokenUsage usage = All with { Media = All.Media! with { ImageKind = "hd/1024x1024" } };

        using JsonDocument json = JsonSerializer.SerializeToDocument(new AuditRecord
        {
            RequestId = "r",
            Timestamp = DateTimeOffset.UnixEpoch,
            Finished = DateTimeOffset.UnixEpoch,
            Dialect = "openai.images",
            Outcome = AuditOutcome.Success,
            Usage = AuditUsage.From(usage),
        }, GatewayJsonContext.Default.AuditRecord);

        Assert.Equal(
            """{"input":1,"cache_read":4,"cache_write_5m":8,"cache_write_1h":16,"output":2,"reasoning":32,"audio_input":64,"audio_output":128,"image_input":256,"image_output":512,"images":3,"image_kind":"hd/1024x1024","audio_millis":5,"characters":7,"searches":9}""",
            json.RootElement.GetProperty("usage").GetRawText());
        Assert.Equal((usage.Prompt, usage.Completion), (AuditUsage.From(usage).Prompt, AuditUsage.From(usage).Completion));
    }

    [Fact]
    public void AuditUsage_OfAChat_HasNoNewNames()
    {
        string json = JsonSerializer.Serialize(AuditUsage.From(new TokenUsage(1, 2)), GatewayJsonContext.Default.AuditUsage);

        Assert.Equal("""{"input":1,"output":2}""", json);
    }
}
