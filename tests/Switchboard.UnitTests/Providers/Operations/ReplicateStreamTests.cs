using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Sse;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Operations;
using Switchboard.Providers.Transport;
using Switchboard.UnitTests.Providers.Transport;

namespace Switchboard.UnitTests.Providers.Operations;

/// <summary>Listening to predictions.</summary>
public sealed class ReplicateStreamTests
{
    private const string Made = "POST /v1/models/owner/name/predictions";
    private const string Asked = "GET /v1/predictions/p1";
    private const string Listened = "GET /stream/p1";
    private const string Cancelled = "POST /v1/predictions/p1/cancel";
    private const string Events = "event: output\nid: 1:0\ndata: Once\n\nevent: output\nid: 2:0\ndata:  upon\ndata: a time\n\n: ping\n\n";
    private const string Whole = """{"id":"p1","model":"owner/name","status":"succeeded","error":null,"output":["Once"," upon\na time"],"metrics":{"input_token_count":4,"output_token_count":5}}""";

    private readonly ConcurrentQueue<string> _requests = [];
    private readonly ConcurrentQueue<(string Name, string? Auth, string Accept, string Prefer)> _headers = [];
    private string _events = Events + "event: done\nid: 3:0\ndata: {}\n\n";
    private string? _address;
    private string _after = Whole;
    private int _status = 200;
    private bool _holds;

    [Fact]
    public async Task SendAsync_ModelThatStreams_ItsEventsComeAndThenTheTokens()
    {
        await using var server = await ServerAsync();
        using var adapter = new ReplicateAdapter(Provider, new VendorHttpOptions());

        var (text, type) = await ReadAsync(adapter, Call(server));

        Assert.Equal((_events + "data: " + Whole + "\n\n", "text/event-stream"), (text, type));
        Assert.Equal([Made, Listened, Asked], _requests);
        Assert.All(_headers, static h => Assert.Equal("Bearer r8_key_of_the_test", h.Auth));
        Assert.Equal("text/event-stream", _headers.Single(static h => h.Name == Listened).Accept);
        Assert.Equal("", _headers.Single(static h => h.Name == Made).Prefer);
        var (updates, tap) = Translated(text);
        Assert.Equal(("Once upon\na time", FinishReason.Stop, new TokenUsage(4, 5)), (((TextPart)ChatReplyUpdates.Collect(updates).Parts[0]).Text, ChatReplyUpdates.Collect(updates).Finish, ChatReplyUpdates.Collect(updates).Usage));
        Assert.Equal((new TokenUsage(4, 5), "p1", "owner/name", FinishReason.Stop), (tap.Usage, tap.Id, tap.Model, tap.Finish));
    }

    [Theory]
    [InlineData("https://stream.replicate.com/v1/files/abc")]
    [InlineData("http://127.0.0.1:1/stream")]
    [InlineData("https://evil.example/stream")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not an address")]
    [InlineData("")]
    public async Task SendAsync_AddressOfAnother_IsNotListenedTo(string address)
    {
        _address = address;
        await using var server = await ServerAsync();
        using var adapter = new ReplicateAdapter(Provider, new VendorHttpOptions { Time = new PauseWatch() });

        var (text, _) = await ReadAsync(adapter, Call(server));

        Assert.Equal("data: " + Whole + "\n\n", text);
        Assert.Equal([Made, Asked], _requests);
    }

    [Theory]
    [InlineData("https://api.replicate.com/v1", "https://stream.replicate.com/v1/files/abc", true)]
    [InlineData("https://api.replicate.com/v1", "https://streaming.api.replicate.com/v1/predictions/p", true)]
    [InlineData("https://api.replicate.com/v1", "http://stream.replicate.com/v1/files/abc", false)]
    [InlineData("https://api.replicate.com/v1", "https://stream.replicate.com:8443/v1/files/abc", false)]
    [InlineData("https://api.replicate.com/v1", "https://stream.replicate.com.evil.example/abc", false)]
    [InlineData("https://api.replicate.com/v1", "https://evilreplicate.com/abc", false)]
    [InlineData("https://proxy.example/replicate/v1", "https://proxy.example/stream/p", true)]
    [InlineData("https://proxy.example/replicate/v1", "https://stream.replicate.com/v1/files/abc", false)]
    public void Of_AnyAddress_IsTheVendorsOrNone(string root, string address, bool listened)
    {
        var target = new ProviderTarget(Provider, new Uri(root), "r8_key_of_the_test");
        var state = ReplicateState.Read(System.Text.Encoding.UTF8.GetBytes($$$"""{"id":"p1","status":"starting","urls":{"stream":"{{{address}}}"}}"""));

        Assert.Equal(listened ? new Uri(address) : null, ReplicateStream.Of(state, target));
    }

    [Fact]
    public async Task SendAsync_EventsCannotBeHad_ThePredictionIsAskedAfter()
    {
        _status = 404;
        await using var server = await ServerAsync();
        using var adapter = new ReplicateAdapter(Provider, new VendorHttpOptions { Time = new PauseWatch() });

        var (text, _) = await ReadAsync(adapter, Call(server));

        Assert.Equal("data: " + Whole + "\n\n", text);
        Assert.Equal([Made, Listened, Asked], _requests);
    }

    [Theory]
    [InlineData("event: done\ndata: {\"reason\":\"canceled\"}\n\n", "canceled")]
    [InlineData("event: error\ndata: {\"detail\":\"CUDA out of memory\"}\n\nevent: done\ndata: {\"reason\":\"error\"}\n\n", "CUDA out of memory")]
    public void Translated_ThatEndsOtherwise_SaysWhy(string end, string why)
    {
        var (updates, _) = Translated(Events + end);

        Assert.Contains(why, updates[^1].Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(updates, static u => u.Kind == ChatUpdateKind.Finish);
    }

    [Fact]
    public void Translated_WithoutTheLastPrediction_IsWholeAllTheSame()
    {
        var (updates, tap) = Translated(_events);

        Assert.Equal((FinishReason.Stop, null), (tap.Finish, tap.Usage));
        Assert.Equal("Once upon\na time".Length, tap.OutputBytes);
        Assert.Equal("Once upon\na time", ((TextPart)ChatReplyUpdates.Collect(updates).Parts[0]).Text);
    }

    [Fact]
    public void Translated_BrokenOff_IsNoAnswer()
    {
        var (updates, tap) = Translated(Events);

        Assert.Null(tap.Finish);
        Assert.Equal(ChatUpdateKind.Error, updates[^1].Kind);
    }

    [Fact]
    public async Task SendAsync_CallerLeavesInTheMiddle_CancelsThePrediction()
    {
        _holds = true;
        await using var server = await ServerAsync();
        using var adapter = new ReplicateAdapter(Provider, new VendorHttpOptions());

        var reply = await adapter.SendAsync(Call(server), TestContext.Current.CancellationToken);
        var first = new byte[5];
        await reply.Body.ReadExactlyAsync(first, TestContext.Current.CancellationToken);
        await reply.DisposeAsync();

        Assert.Equal("event"u8.ToArray(), first);
        Assert.Equal([Made, Listened, Cancelled], _requests);
    }

    [Fact]
    public async Task SendAsync_CutEverywhere_EventsStayWhole()
    {
        _after = """{"detail":"gone"}""";
        await using var server = await ServerAsync();
        using var adapter = new ReplicateAdapter(Provider, new VendorHttpOptions());

        await using var reply = await adapter.SendAsync(Call(server), TestContext.Current.CancellationToken);
        var text = new System.Text.StringBuilder();
        var one = new byte[1];
        while (await reply.Body.ReadAsync(one, TestContext.Current.CancellationToken) > 0)
        {
            text.Append((char)one[0]);
        }

        Assert.Equal(_events, text.ToString());
    }

    private static async Task<(string Text, string? Type)> ReadAsync(ReplicateAdapter adapter, ProviderCall call)
    {
        await using var reply = await adapter.SendAsync(call, TestContext.Current.CancellationToken);
        using var text = new StreamReader(reply.Body);
        return (await text.ReadToEndAsync(TestContext.Current.CancellationToken), reply.ContentType);
    }

    private static (List<ChatUpdate> Updates, IStreamTap Tap) Translated(string events)
    {
        var (reader, tap, updates) = (ChatDialects.Vendor(Dialect.Replicate).CreateStreamReader(), ChatDialects.Vendor(Dialect.Replicate).CreateStreamTap(), new List<ChatUpdate>());
        ReadOnlySpan<byte> rest = System.Text.Encoding.UTF8.GetBytes(events);
        while (SseFrames.FindEnd(rest) is var length and > 0)
        {
            tap.Inspect(rest[..length]);
            var frame = SseFrame.Read(rest[..length]);
            if (frame.HasData)
            {
                reader.Read(frame.Event, frame.Data, updates);
            }

            rest = rest[length..];
        }

        reader.Complete(updates);
        return (updates, tap);
    }

    private Task<VendorServer> ServerAsync() => VendorServer.StartAsync(async http =>
    {
        var name = $"{http.Request.Method} {http.Request.Path}";
        _requests.Enqueue(name);
        _headers.Enqueue((name, http.Request.Headers.Authorization, http.Request.Headers.Accept.ToString(), http.Request.Headers["Prefer"].ToString()));
        if (name == Listened)
        {
            (http.Response.StatusCode, http.Response.ContentType) = (_status, "text/event-stream; charset=utf-8");
            await http.Response.WriteAsync(_holds ? Events : _events);
            await http.Response.Body.FlushAsync();
            await (_holds ? Task.Delay(Timeout.Infinite, http.RequestAborted) : Task.CompletedTask);
            return;
        }

        await http.Response.WriteAsync(name == Asked ? _after : $$$"""{"id":"p1","status":"starting","error":null,"urls":{"stream":"{{{_address ?? $"http://{http.Request.Host}/stream/p1"}}}"}}""");
    });

    private static KnownProvider Provider => ProviderCatalogue.BuiltIn.Served.Single(static p => p.Name == "replicate");

    private static ProviderCall Call(VendorServer server) => new()
    {
        Target = new ProviderTarget(Provider, server.Root, "r8_key_of_the_test"),
        Model = "owner/name",
        Operation = Operation.Chat,
        Body = "{}"u8.ToArray(),
        Stream = true,
    };
}
