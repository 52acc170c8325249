using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.UnitTests.Providers.Transport;

public sealed class VendorHttpTests
{
    private const string Key = "sk-vendor-0123456789";

    [Fact]
    public async Task SendAsync_OpenAiCompatible_PostsTheVeryBytesWithBearerKey()
    {
        string? seen = null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        await using VendorServer server = await VendorServer.StartAsync(async http =>
        {
            seen = $"{http.Request.Method} {http.Request.Path} {http.Request.Protocol} {await new StreamReader(http.Request.Body).ReadToEndAsync()}";
            foreach (var header in http.Request.Headers)
            {
                headers[header.Key] = header.Value.ToString();
            }
            await http.Response.WriteAsync("{}");
        });
        using var activity = new Activity("caller").Start();

        await using ProviderReply reply = await SendAsync("openai", server.Root);

        Assert.Equal((200, null), (reply.Status, reply.Error));
        Assert.Equal("POST /v1/chat/completions HTTP/1.1 { \"model\":  \"m\" }", seen);
        Assert.Equal("Bearer " + Key, headers["Authorization"]);
        Assert.Equal("application/json", headers["Content-Type"]);
        Assert.Equal("17", headers["Content-Length"]);
        Assert.DoesNotContain("traceparent", headers.Keys);
        Assert.DoesNotContain("Expect", headers.Keys);
        Assert.DoesNotContain("Accept-Encoding", headers.Keys);
    }

    [Theory]
    [InlineData(null, "2023-06-01")]
    [InlineData("2024-01-01", "2024-01-01")]
    public async Task SendAsync_Anthropic_SendsItsKeyHeaderAndAVersion(string? version, string sent)
    {
        string? seen = null;
        await using VendorServer server = await VendorServer.StartAsync(http =>
        {
            IHeaderDictionary headers = http.Request.Headers;
            seen = $"{http.Request.Path} {headers["x-api-key"]} {headers["anthropic-version"]} {headers["anthropic-beta"]} {headers.Authorization}";
            return Task.CompletedTask;
        });
        List<KeyValuePair<string, string>> forwarded = [new("anthropic-beta", "a,b"), new("Authorization", "Bearer sk-sf-caller"), new("X-Api-Key", "other")];
        if (version is not null)
        {
            forwarded.Add(new("Anthropic-Version", version));
        }

        await using ProviderReply reply = await SendAsync("anthropic", server.Root, headers: forwarded);

        Assert.Equal($"/v1/messages {Key} {sent} a,b ", seen);
    }

    [Fact]
    public async Task SendAsync_CallersOwnKey_TakesTheTargetsPlace()
    {
        string? seen = null;
        await using VendorServer server = await VendorServer.StartAsync(http =>
        {
            seen = http.Request.Headers.Authorization;
            return Task.CompletedTask;
        });

        await using ProviderReply reply = await SendAsync("openai", server.Root, own: "sk-callers-own");

        Assert.Equal("Bearer sk-callers-own", seen);
    }

    [Fact]
    public async Task SendAsync_Stream_ArrivesPieceByPiece()
    {
        var next = new SemaphoreSlim(0);
        await using VendorServer server = await VendorServer.StartAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync("data: 1\n\n");
            await http.Response.Body.FlushAsync();
            await next.WaitAsync();
            await http.Response.WriteAsync("data: 2\n\n");
        });
        var buffer = new byte[100];

        await using ProviderReply reply = await SendAsync("openai", server.Root);

        Assert.Equal("text/event-stream", reply.ContentType);
        Assert.Equal(9, await reply.Body.ReadAsync(buffer));
        next.Release();
        Assert.Equal(9, await reply.Body.ReadAsync(buffer));
        Assert.Equal(0, await reply.Body.ReadAsync(buffer));
    }

    [Fact]
    public async Task SendAsync_ErrorAndRedirect_ComeBackAsTheyAre()
    {
        await using VendorServer server = await VendorServer.StartAsync(http =>
        {
            http.Response.StatusCode = http.Request.Headers.ContainsKey("x-move") ? 302 : 429;
            http.Response.Headers.Location = "/elsewhere";
            http.Response.Headers.RetryAfter = "7";
            return http.Response.WriteAsync("slow down");
        });

        await using ProviderReply limited = await SendAsync("openai", server.Root);
        await using ProviderReply moved = await SendAsync("openai", server.Root, headers: [new("x-move", "1")]);

        Assert.Equal((429, 302), (limited.Status, moved.Status));
        Assert.False(limited.IsSuccess);
        Assert.Contains(new KeyValuePair<string, string>("Retry-After", "7"), limited.Headers);
        Assert.Equal("slow down", await new StreamReader(limited.Body).ReadToEndAsync());
    }

    [Fact]
    public async Task SendAsync_ResponseHeaders_AreRelayedExceptWhatIsTheVendorsOrOurs()
    {
        await using VendorServer server = await VendorServer.StartAsync(http =>
        {
            IHeaderDictionary headers = http.Response.Headers;
            headers["x-ratelimit-remaining-tokens"] = "12";
            headers["openai-organization"] = "org";
            headers["x-request-id"] = "r1";
            headers["set-cookie"] = "a=b";
            headers["alt-svc"] = "h3";
            headers["strict-transport-security"] = "max-age=1";
            headers["x-smartflow-request-id"] = "forged";
            headers["x-echo"] = "key was " + Key;
            headers["x-hop"] = "1";
            headers.Connection = "x-hop";
            return http.Response.WriteAsync("{}");
        });

        await using ProviderReply reply = await SendAsync("openai", server.Root);

        Assert.Equal(
            ["openai-organization", "x-ratelimit-remaining-tokens", "x-request-id"],
            reply.Headers.Select(header => header.Key.ToLowerInvariant()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SendAsync_NobodyListens_IsUnavailableAndNamesTheSetting()
    {
        await using ProviderReply reply = await SendAsync("openai", new Uri($"http://127.0.0.1:{VendorServer.FreePort()}/v1"));

        AssertError(reply, ErrorKind.ProviderUnavailable, 503, "connection refused", "OPENAI_API_BASE");
        Assert.False(reply.MayHaveReachedVendor);
    }

    [Fact]
    public async Task SendAsync_UnknownHost_IsUnavailable()
    {
        await using ProviderReply reply = await SendAsync("groq", new Uri("http://no-such-host.invalid/v1"));

        AssertError(reply, ErrorKind.ProviderUnavailable, 503, "cannot be resolved", "GROQ_API_BASE");
        Assert.False(reply.MayHaveReachedVendor);
    }

    [Fact]
    public async Task SendAsync_PlainServerBehindHttps_IsUnavailable()
    {
        await using VendorServer server = await VendorServer.StartAsync(_ => Task.CompletedTask);

        await using ProviderReply reply = await SendAsync("openai", new UriBuilder(server.Root) { Scheme = "https" }.Uri);

        AssertError(reply, ErrorKind.ProviderUnavailable, 503, "TLS", "OPENAI_API_BASE");
    }

    [Fact]
    public async Task SendAsync_ConnectTooSlow_IsATimeoutThatDidNotReachTheVendor()
    {
        // A full backlog answers no handshake: the connection hangs as it would behind a firewall.
        using var listener = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        listener.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        listener.Listen(1);
        int port = ((System.Net.IPEndPoint)listener.LocalEndPoint!).Port;
        List<System.Net.Sockets.Socket> queue = [];
        for (int i = 0; i < 4; i++)
        {
            var waiting = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            queue.Add(waiting);
            _ = waiting.ConnectAsync("127.0.0.1", port).ContinueWith(static task => task.Exception, TaskScheduler.Default);
        }
        await Task.Delay(200);

        await using ProviderReply reply = await SendAsync(
            "openai", new Uri($"http://127.0.0.1:{port}/v1"), options: new VendorHttpOptions { ConnectTimeout = TimeSpan.FromMilliseconds(300) });
        queue.ForEach(socket => socket.Dispose());

        AssertError(reply, ErrorKind.Timeout, 504, "0.3 s", "providers.openai.timeouts.connect");
        Assert.Equal("connect_timeout", reply.Error!.Code);
        Assert.False(reply.MayHaveReachedVendor);
    }

    [Fact]
    public async Task SendAsync_NoFirstByte_IsATimeoutOnTheClock()
    {
        var arrived = new SemaphoreSlim(0);
        var gone = new TaskCompletionSource();
        await using VendorServer server = await VendorServer.StartAsync(async http =>
        {
            arrived.Release();
            http.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        var time = new SteppedTime();
        Task<ProviderReply> sending = SendAsync("openai", server.Root, options: new VendorHttpOptions { Time = time });
        await arrived.WaitAsync();

        time.Advance(TimeSpan.FromSeconds(60));
        await using ProviderReply reply = await sending;
        await gone.Task;

        AssertError(reply, ErrorKind.Timeout, 504, "60 s", "providers.openai.timeouts.first_byte");
        Assert.Equal("first_byte_timeout", reply.Error!.Code);
        Assert.True(reply.MayHaveReachedVendor);
    }

    [Fact]
    public async Task SendAsync_SlowBody_IsNotCutByTheFirstByteLimit()
    {
        var time = new SteppedTime();
        var next = new SemaphoreSlim(0);
        await using VendorServer server = await VendorServer.StartAsync(async http =>
        {
            await http.Response.Body.FlushAsync();
            await next.WaitAsync();
            await http.Response.WriteAsync("late");
        });

        await using ProviderReply reply = await SendAsync("openai", server.Root, options: new VendorHttpOptions { Time = time });
        time.Advance(TimeSpan.FromHours(1));
        next.Release();

        Assert.Equal("late", await new StreamReader(reply.Body).ReadToEndAsync());
    }

    [Fact]
    public async Task SendAsync_VendorHangsUp_IsAFailureThatMayHaveReachedIt()
    {
        await using VendorServer server = await VendorServer.StartAsync(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });

        await using ProviderReply reply = await SendAsync("openai", server.Root);

        AssertError(reply, ErrorKind.ProviderFailed, 502, "failed", "openai");
        Assert.True(reply.MayHaveReachedVendor);
    }

    [Fact]
    public async Task SendAsync_CallerGoesAway_IsCancelledAndTheVendorSeesIt()
    {
        var arrived = new SemaphoreSlim(0);
        var gone = new TaskCompletionSource();
        await using VendorServer server = await VendorServer.StartAsync(async http =>
        {
            http.RequestAborted.Register(gone.SetResult);
            arrived.Release();
            await gone.Task;
        });
        using var caller = new CancellationTokenSource();
        Task<ProviderReply> sending = SendAsync("openai", server.Root, cancel: caller.Token);
        await arrived.WaitAsync();

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await gone.Task;
    }

    [Fact]
    public async Task DisposeAsync_StreamHalfRead_MakesTheVendorStop()
    {
        var gone = new TaskCompletionSource();
        await using VendorServer server = await VendorServer.StartAsync(async http =>
        {
            http.RequestAborted.Register(gone.SetResult);
            await http.Response.WriteAsync("data: 1\n\n");
            await http.Response.Body.FlushAsync();
            await gone.Task;
        });
        ProviderReply reply = await SendAsync("openai", server.Root);

        await reply.DisposeAsync();

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Scrub_KeysInText_AreGone()
    {
        ProviderCall call = Call("openai", new Uri("http://127.0.0.1/v1"), [], "sk-callers-own");

        Assert.Equal("bad key [key] or [key]", call.Scrub($"bad key {Key} or sk-callers-own"));
        Assert.DoesNotContain(Key, call.Target.ToString(), StringComparison.Ordinal);
    }

    private static void AssertError(ProviderReply reply, ErrorKind kind, int status, params string[] parts)
    {
        Assert.NotNull(reply.Error);
        Assert.Equal((kind, status, 0), (reply.Error.Kind, reply.Error.HttpStatus, reply.Status));
        Assert.NotNull(reply.Error.Provider);
        Assert.All(parts, part => Assert.Contains(part, reply.Error.Message, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Key, reply.Error.Message, StringComparison.Ordinal);
    }

    private static async Task<ProviderReply> SendAsync(
        string provider,
        Uri root,
        IReadOnlyList<KeyValuePair<string, string>>? headers = null,
        string? own = null,
        VendorHttpOptions? options = null,
        CancellationToken cancel = default) =>
        await ProviderAdapters.Create(Provider(provider), options ?? new VendorHttpOptions())
            .SendAsync(Call(provider, root, headers ?? [], own), cancel);

    private static ProviderCall Call(string provider, Uri root, IReadOnlyList<KeyValuePair<string, string>> headers, string? own) => new()
    {
        Target = new ProviderTarget(Provider(provider), root, Key),
        Model = "m",
        Body = Encoding.UTF8.GetBytes("{ \"model\":  \"m\" }"),
        Headers = headers,
        CallerVendorKey = own,
    };

    private static KnownProvider Provider(string name)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet(name, out KnownProvider? provider));
        return provider;
    }
}
