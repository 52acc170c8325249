using System.Text;
using Switchboard.Providers.Bedrock;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Providers.Bedrock;

public sealed class EventStreamBodyTests
{
    private static readonly byte[] Start = EventStreamMessage.Event("messageStart", """{"role":"assistant"}""");
    private static readonly byte[] Stop = EventStreamMessage.Event("messageStop", """{"stopReason":"end_turn"}""");

    private static readonly string Both = "event: messageStart\ndata: {\"role\":\"assistant\"}\n\nevent: messageStop\ndata: {\"stopReason\":\"end_turn\"}\n\n";

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 4096)]
    [InlineData(4096, 3)]
    [InlineData(4096, 4096)]
    public async Task Read_InPiecesOfAnySize_GivesTheSameFrames(int arrives, int asked) =>
        Assert.Equal(Both, await TextAsync([.. Start, .. Stop], arrives, asked));

    [Fact]
    public async Task Read_WholeMessage_IsThereBeforeTheNext()
    {
        await using var body = new EventStreamBody(new Trickle([.. Start, .. Stop], Start.Length));
        var buffer = new byte[4096];
        Assert.Equal("event: messageStart\ndata: {\"role\":\"assistant\"}\n\n", Encoding.UTF8.GetString(buffer, 0, await body.ReadAsync(buffer, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Read_MessageLargerThanTheBuffer_IsWhole()
    {
        string text = new('x', 300_000);
        byte[] large = EventStreamMessage.Event("contentBlockDelta", $$$"""{"delta":{"text":"{{{text}}}"}}""");
        Assert.Equal($"event: contentBlockDelta\ndata: {{\"delta\":{{\"text\":\"{text}\"}}}}\n\n", await TextAsync(large, 5000, 4096));
    }

    [Theory]
    [InlineData(9)] // the prelude's checksum
    [InlineData(-1)] // the message's
    [InlineData(60)] // the payload
    public async Task Read_DamagedMessage_SaysSoAndEnds(int at)
    {
        byte[] damaged = [.. Stop];
        damaged[at < 0 ? damaged.Length + at : at] ^= 1;

        string text = await TextAsync([.. Start, .. damaged, .. Stop], 4096, 4096);

        Assert.StartsWith("event: messageStart\n", text, StringComparison.Ordinal);
        Assert.Contains("event: exception\ndata: {\"type\":\"damagedStream\",\"message\":\"The event stream is damaged", text, StringComparison.Ordinal);
        Assert.DoesNotContain("messageStop", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_StreamThatBreaksOff_DropsTheHalfMessage() =>
        Assert.Equal(Both[..Both.IndexOf("event: messageStop", StringComparison.Ordinal)], await TextAsync([.. Start, .. Stop[..^5]], 4096, 4096));

    [Fact]
    public async Task Read_Failures_BecomeExceptions()
    {
        Assert.Equal(
            "event: exception\ndata: {\"type\":\"throttlingException\",\"message\":\"Enough\"}\n\n"
            + "event: exception\ndata: {\"type\":\"modelStreamErrorException\",\"message\":\"Told\"}\n\n"
            + "event: exception\ndata: {\"type\":\"InternalError\",\"message\":\"Broke\"}\n\n"
            + "event: exception\ndata: {\"type\":\"serviceUnavailableException\",\"message\":\"serviceUnavailableException\"}\n\n",
            await TextAsync(
                [
                    .. EventStreamMessage.Exception("throttlingException", """{"message":"Enough"}"""),
                    .. EventStreamMessage.Exception("modelStreamErrorException", """{"Message":"Told","originalStatusCode":500}"""),
                    .. EventStreamMessage.Error("InternalError", "Broke"),
                    .. EventStreamMessage.Exception("serviceUnavailableException", "no json"),
                ],
                4096,
                4096));
    }

    [Fact]
    public async Task Read_LineEndsInAPayload_DoNotEndTheEvent() =>
        Assert.Equal("event: x\ndata: { \"a\":  1}\n\n", await TextAsync(EventStreamMessage.Event("x", "{\n\"a\":\r\n1}"), 4096, 4096));

    [Fact]
    public async Task Read_NameWithALineEnd_IsNoEvent() =>
        Assert.StartsWith("event: exception\n", await TextAsync(EventStreamMessage.Event("x\ndata: [DONE]", "{}"), 4096, 4096), StringComparison.Ordinal);

    [Fact]
    public async Task Dispose_Twice_DisposesTheVendorsStream()
    {
        var vendor = new Trickle(Start, 10);
        var body = new EventStreamBody(vendor);
        await body.DisposeAsync();
        await body.DisposeAsync();
        Assert.False(vendor.CanRead);
        Assert.Equal(0, await body.ReadAsync(new byte[10], TestContext.Current.CancellationToken));
    }

    private static async Task<string> TextAsync(byte[] bytes, int arrives, int asked)
    {
        await using var body = new EventStreamBody(new Trickle(bytes, arrives));
        var all = new MemoryStream();
        await body.CopyToAsync(all, asked, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(all.ToArray());
    }

    /// <summary>Gives a few bytes at a time, as a socket may.</summary>
    private sealed class Trickle(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(most, buffer.Length)], cancellationToken);
    }
}
