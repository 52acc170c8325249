using System.Text;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

public sealed class DeliveryTests : UpstreamTest
{
    private readonly ManualTimeProvider clock = new();

    protected override UpstreamOptions Options => new() { TimeProvider = clock };

    [Fact]
    public async Task HoldBefore_AClosedGate_KeepsTheHeadersBack()
    {
        var gate = new Gate();
        Server.Enqueue(Script.Text("Hi").HoldBefore(gate));
        var answer = PostAsync(OpenAiPath, Streamed);
        await gate.WhenReachedAsync();
        Assert.False(answer.IsCompleted);
        gate.Open();
        using var response = await answer;
        Assert.True(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task HoldAfter_SomeFrames_HasSentThemWhenItIsReached()
    {
        var gate = new Gate();
        Server.Enqueue(Script.Frames("data: 1\n\n", "data: 2\n\n", "data: 3\n\n").HoldAfter(2, gate));
        using var response = await PostAsync(OpenAiPath, Streamed);
        using var body = await response.Content.ReadAsStreamAsync(Cancelled);
        await gate.WhenReachedAsync();
        Assert.Equal("data: 1\n\ndata: 2\n\n", await ReadAsync(body, 18));
        var rest = ReadAsync(body, 9);
        Assert.False(rest.IsCompleted);
        gate.Release();
        Assert.Equal("data: 3\n\n", await rest);
    }

    [Fact]
    public async Task Paced_ByGate_SendsOneFramePerRelease()
    {
        var gate = new Gate();
        Server.Enqueue(Script.Frames("data: 1\n\n", "data: 2\n\n").Paced(gate));
        using var response = await PostAsync(OpenAiPath, Streamed);
        using var body = await response.Content.ReadAsStreamAsync(Cancelled);
        gate.Release();
        Assert.Equal("data: 1\n\n", await ReadAsync(body, 9));
        await gate.WhenReachedAsync(2);
        gate.Release();
        Assert.Equal("data: 2\n\n", await ReadAsync(body, 9));
        Assert.Equal("", await ReadAsync(body, 1));
    }

    [Fact]
    public async Task Paced_ByTime_SendsAFramePerInterval()
    {
        Server.Enqueue(Script.Frames("data: 1\n\n", "data: 2\n\n").Paced(TimeSpan.FromSeconds(20)));
        using var response = await PostAsync(OpenAiPath, Streamed);
        using var body = await response.Content.ReadAsStreamAsync(Cancelled);
        Assert.Equal("data: 1\n\n", await ReadAsync(body, 9));
        await clock.WhenArmedAsync();
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("data: 2\n\n", await ReadAsync(body, 9));
    }

    [Fact]
    public async Task Delayed_ByTime_KeepsTheHeadersBack()
    {
        Server.Enqueue(Script.Text("Hi").Delayed(TimeSpan.FromSeconds(5)));
        var answer = PostAsync(OpenAiPath, Plain);
        await clock.WhenArmedAsync();
        Assert.False(answer.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(5));
        using var response = await answer;
        Assert.True(response.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Hang_UntilTheClientLeaves_TellsTheRequest()
    {
        Server.Enqueue(Script.Hang());
        using var patience = new CancellationTokenSource();
        var answer = Client.PostAsync(OpenAiPath, new StringContent(Plain), patience.Token);
        var request = await Server.WaitForRequestAsync();
        Assert.False(request.WhenAborted.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await request.WhenAborted;
        Assert.False(request.WhenAnswered.IsCompleted);
    }

    [Fact]
    public async Task HangAfter_OneFrame_SendsItAndNoEnd()
    {
        Server.Enqueue(Script.Frames("data: 1\n\n", "data: 2\n\n").HangAfter(1));
        var response = await PostAsync(OpenAiPath, Streamed);
        using var body = await response.Content.ReadAsStreamAsync(Cancelled);
        Assert.Equal("data: 1\n\n", await ReadAsync(body, 9));
        response.Dispose();
        await (await Server.WaitForRequestAsync()).WhenAborted;
    }

    [Fact]
    public async Task CutAfter_OneFrame_DeliversItAndBreaksOff()
    {
        Server.Enqueue(Script.Frames("data: 1\n\n", "data: 2\n\n").CutAfter(1));
        using var response = await PostAsync(OpenAiPath, Streamed);
        using var body = await response.Content.ReadAsStreamAsync(Cancelled);
        Assert.Equal("data: 1\n\n", await ReadAsync(body, 9));
        await Assert.ThrowsAsync<HttpIOException>(() => ReadAsync(body, 1));
        await (await Server.WaitForRequestAsync()).WhenAnswered;
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Streamed)]
    public async Task CutAfterBytes_OfAnyBody_DeliversThemAndBreaksOff(string request)
    {
        Server.Enqueue(Script.Text("Hello").CutAfterBytes(30));
        using var response = await PostAsync(OpenAiPath, request);
        using var body = await response.Content.ReadAsStreamAsync(Cancelled);
        Assert.Equal(30, (await ReadAsync(body, 30)).Length);
        await Assert.ThrowsAsync<HttpIOException>(() => ReadAsync(body, 1));
        Assert.False((await Server.WaitForRequestAsync()).WhenAborted.IsCompleted);
    }

    [Fact]
    public async Task Drop_BeforeHeaders_ClosesTheConnection()
    {
        Server.Enqueue(Script.Drop());
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(OpenAiPath, Plain));
    }

    [Fact]
    public async Task Trickled_ByteByByte_IsStillTheWholeAnswer()
    {
        Server.Enqueue(Script.Text("Grüße").Trickled(), Script.Text("Grüße").Trickled(3));
        Assert.Equal(4, (await EventsAsync(OpenAiPath, Streamed)).Count);
        Assert.Contains("Grüße", await TextAsync(OpenAiPath, Plain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WithAHangingAnswer_EndsIt()
    {
        await using var other = await ScriptedUpstream.StartAsync();
        using var client = other.CreateClient();
        other.Enqueue(Script.Hang());
        var answer = client.PostAsync(OpenAiPath, new StringContent(Plain), Cancelled);
        await other.WaitForRequestAsync();
        await other.DisposeAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => answer);
    }

    private static async Task<string> ReadAsync(Stream body, int bytes)
    {
        var buffer = new byte[bytes];
        var read = await body.ReadAtLeastAsync(buffer, bytes, throwOnEndOfStream: false, Cancelled);
        return Encoding.UTF8.GetString(buffer, 0, read);
    }
}
