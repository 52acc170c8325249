using System.Text.Json;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>Callers that break off, lie about lengths, dawdle or send garbage: what came in is recorded, and the server goes on.</summary>
public sealed class BrokenConnectionTests : IAsyncLifetime
{
    private const string Body = """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hi"}]}""";
    private const string Waits = "\r\nExpect: 100-continue";

    /// <summary>Comes once the server reads the body.</summary>
    private const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly UpstreamedServer fixture = new();

    private string Url => fixture.Server.Url("proxy");

    public async ValueTask InitializeAsync() => await fixture.StartAsync();

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Chat_CallerLeavesInTheMiddleOfTheBody_IsRecordedOnceAndAsksNobody(bool reset, bool chunked)
    {
        await using var connection = await RawConnection.OpenAsync(Url);
        await connection.SendAsync(Head((chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {Body.Length}") + Waits));
        await connection.ReadBytesAsync(Continue.Length);
        await connection.SendAsync(chunked ? "10\r\n" + Body[..16] + "\r\n" : Body[..20]);
        if (reset)
        {
            connection.Reset();
        }
        else
        {
            connection.EndSending();
            await connection.ReadToEndAsync();
        }

        var record = await RecordAsync();
        Assert.Contains(record.GetProperty("outcome").GetString(), (string[])["rejected", "disconnected"]);
        Assert.Empty(fixture.Upstream.Requests);
        await HealthyAsync();
    }

    [Fact]
    public async Task Chat_MoreBytesThanDeclared_AnswersWhatWasDeclaredAndRefusesTheRest()
    {
        var answer = await RawConnection.AskAsync(Url, Head($"Content-Length: {Body.Length}") + Body + "garbage after the end\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal(Body, Assert.Single(fixture.Upstream.Requests).Text);
        await HealthyAsync();
    }

    [Fact]
    public async Task Chat_FewerBytesThanDeclared_IsRefusedOnceTheCallerEnds()
    {
        await using var connection = await RawConnection.OpenAsync(Url);
        await connection.SendAsync(Head($"Content-Length: {Body.Length + 1}") + Body);
        connection.EndSending();
        await connection.ReadToEndAsync();

        await RecordAsync();
        Assert.Empty(fixture.Upstream.Requests);
        await HealthyAsync();
    }

    [Fact]
    public async Task Chat_BodyInSinglePieces_IsReadWhole()
    {
        await using var connection = await RawConnection.OpenAsync(Url);
        await connection.SendAsync(Head("Transfer-Encoding: chunked"));
        foreach (var c in Body)
        {
            await connection.SendAsync($"1\r\n{c}\r\n");
        }

        await connection.SendAsync("0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", await connection.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(Body, Assert.Single(fixture.Upstream.Requests).Text);
    }

    [Theory]
    [InlineData("\0\u0001\u0002garbage\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n")]
    [InlineData("POST http://evil.example/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003")]
    public async Task Any_Garbage_IsRefusedWithoutHarm(string garbage)
    {
        await using var connection = await RawConnection.OpenAsync(Url);
        await connection.SendAsync(garbage);
        connection.EndSending();
        var answer = await connection.ReadToEndAsync();

        Assert.DoesNotContain(" 200 ", answer.Split('\n')[0], StringComparison.Ordinal);
        Assert.DoesNotContain(" 500 ", answer.Split('\n')[0], StringComparison.Ordinal);
        Assert.Empty(fixture.Upstream.Requests);
        await HealthyAsync();
    }

    [Fact]
    public async Task Stream_CallerResetsInTheMiddle_StopsTheVendorAndIsRecordedAsDisconnected()
    {
        var gate = new Gate();
        fixture.Upstream.Enqueue(Script.Chunks("a", "b", "c").HoldAfter(2, gate));
        var body = Body.Replace("{\"model\"", "{\"stream\":true,\"model\"", StringComparison.Ordinal);
        await using var connection = await RawConnection.OpenAsync(Url);
        await connection.SendAsync(Head($"Content-Length: {body.Length}") + body);
        await connection.ReadBytesAsync(400);
        connection.Reset();

        await fixture.Upstream.Requests[0].WhenAborted.WaitAsync(Patience);
        var record = await RecordAsync();
        Assert.Equal("disconnected", record.GetProperty("outcome").GetString());
        Assert.True(record.GetProperty("tokens_used").GetInt64() > 0);
        Assert.DoesNotContain(fixture.Server.Log.Lines, static l => l.StartsWith("Error", StringComparison.Ordinal));
        await HealthyAsync();
    }

    private static string Head(string length) => $"POST {Answers.OpenAiPath} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n{length}\r\n\r\n";

    /// <summary>The record of the one request, as soon as it is there: the server learns of a lost connection in its own time.</summary>
    private async Task<JsonElement> RecordAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!limit.IsCancellationRequested)
        {
            if (await fixture.Server.LogsAsync() is { Count: > 0 } records)
            {
                return Assert.Single(records);
            }

            await Task.Yield();
        }

        throw new TimeoutException("No record came.");
    }

    private async Task HealthyAsync()
    {
        using var response = await fixture.Server.Client.GetAsync("/health");
        Assert.Equal("ok", (await response.JsonAsync()).GetProperty("status").GetString());
    }
}
