using System.IO.Pipelines;
using System.Text;
using Switchboard.Protocol.Sse;
using Switchboard.Providers.Ollama;

namespace Switchboard.UnitTests.Providers.Ollama;

public sealed class LineEventsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("{}\n", "data: {}\n\n")]
    [InlineData("{}", "data: {}\n\n")]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", "data: {\"a\":1}\n\ndata: {\"b\":2}\n\n")]
    [InlineData("1\r\n2\r\n", "data: 1\n\ndata: 2\n\n")]
    [InlineData("\n\n1\n\n\n2", "data: 1\n\ndata: 2\n\n")]
    [InlineData("é😀\n", "data: é😀\n\n")]
    public async Task ReadAsync_Lines_AreEvents(string lines, string events)
    {
        foreach (var size in (int[])[1, 2, 7, 4096])
        {
            Assert.Equal(events, await ReadAllAsync(new MemoryStream(Encoding.UTF8.GetBytes(lines)), size));
        }
    }

    [Fact]
    public async Task ReadAsync_LineLongerThanAnyBuffer_PassesThrough()
    {
        var line = new string('x', 100_000);
        Assert.Equal($"data: {line}\n\ndata: y\n\n", await ReadAllAsync(new MemoryStream(Encoding.UTF8.GetBytes(line + "\ny\n")), 1000));
    }

    [Fact]
    public async Task ReadAsync_WholeLineThere_GivesItBeforeTheNextComes()
    {
        var pipe = new Pipe();
        await using var events = new LineEvents(pipe.Reader.AsStream());
        var buffer = new byte[100];
        await pipe.Writer.WriteAsync("{\"a\":1}\n{\"b\""u8.ToArray());
        var read = await events.ReadAsync(buffer);

        Assert.Equal("data: {\"a\":1}\n\ndata: {\"b\"", Encoding.UTF8.GetString(buffer, 0, read));
        Assert.Equal("data: {\"a\":1}\n\n".Length, SseFrames.FindEnd(buffer.AsSpan(0, read)));
        var next = events.ReadAsync(buffer).AsTask();
        Assert.False(next.IsCompleted);
        await pipe.Writer.WriteAsync(":2}\n"u8.ToArray());
        Assert.Equal(":2}\n\n", Encoding.UTF8.GetString(buffer, 0, await next));
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Throws()
    {
        await using var events = new LineEvents(new Pipe().Reader.AsStream());
        using var cancel = new CancellationTokenSource();
        var read = events.ReadAsync(new byte[10], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task DisposeAsync_GivesUpTheBody()
    {
        var body = new MemoryStream([1]);
        await new LineEvents(body).DisposeAsync();
        Assert.False(body.CanRead);
    }

    private static async Task<string> ReadAllAsync(Stream lines, int size)
    {
        await using var events = new LineEvents(lines);
        using var all = new MemoryStream();
        var buffer = new byte[size];
        while (await events.ReadAsync(buffer) is var read and > 0)
        {
            await all.WriteAsync(buffer.AsMemory(0, read));
        }

        return Encoding.UTF8.GetString(all.ToArray());
    }
}
