using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Operations;
using Switchboard.Providers.Transport;
using Switchboard.UnitTests.Providers.Transport;

namespace Switchboard.UnitTests.Providers.Operations;

/// <summary>Waiting for predictions.</summary>
public sealed class ReplicateAdapterTests
{
    private const string Made = "POST /v1/models/owner/name/predictions";
    private const string Asked = "GET /v1/predictions/p1";
    private const string Cancelled = "POST /v1/predictions/p1/cancel";
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly ConcurrentQueue<string> _states = [];

    [Fact]
    public async Task SendAsync_PredictionTakesItsTime_IsAskedAfterEverLessOften()
    {
        var time = new PauseWatch();
        await using var server = await ServerAsync("starting", "processing", "processing", "processing", "processing", "processing", "succeeded");
        using var adapter = Adapter(time);

        await using var reply = await adapter.SendAsync(Call(server), TestContext.Current.CancellationToken);
        using var text = new StreamReader(reply.Body);

        Assert.Equal(("""{"id":"p1","status":"succeeded","error":null}""", "application/json"), (await text.ReadToEndAsync(TestContext.Current.CancellationToken), reply.ContentType));
        Assert.Equal([Made, .. Enumerable.Repeat(Asked, 6)], _requests);
        Assert.Equal([0.5, 1, 2, 4, 5, 5], time.Pauses);
    }

    [Fact]
    public async Task SendAsync_StreamOfChat_IsOneEvent()
    {
        await using var server = await ServerAsync("succeeded");
        using var adapter = Adapter(new PauseWatch());

        await using var reply = await adapter.SendAsync(Call(server, operation: Operation.Chat, stream: true), TestContext.Current.CancellationToken);
        using var text = new StreamReader(reply.Body);

        Assert.Equal(("data: {\"id\":\"p1\",\"status\":\"succeeded\",\"error\":null}\n\n", "text/event-stream"), (await text.ReadToEndAsync(TestContext.Current.CancellationToken), reply.ContentType));
    }

    [Fact]
    public async Task SendAsync_CallerLeaves_CancelsThePrediction()
    {
        var time = new PauseWatch { Holds = true };
        await using var server = await ServerAsync("starting");
        using var adapter = Adapter(time);
        using var leaving = new CancellationTokenSource();

        var sending = adapter.SendAsync(Call(server), leaving.Token);
        await time.Paused;
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal([Made, Cancelled], _requests);
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("canceled")]
    public async Task SendAsync_PredictionEndsOtherwise_IsAnError(string status)
    {
        await using var server = await ServerAsync(status);
        using var adapter = Adapter(new PauseWatch());

        await using var reply = await adapter.SendAsync(Call(server), TestContext.Current.CancellationToken);

        Assert.Equal(ErrorKind.ProviderFailed, reply.Error!.Kind);
        Assert.Contains(status, reply.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_NeverDone_EndsWithTheTotalTimeout()
    {
        await using var server = await ServerAsync("processing");
        using var adapter = Adapter(new PauseWatch());

        await using var reply = await adapter.SendAsync(Call(server, new ProviderTimeouts { Total = TimeSpan.FromSeconds(3) }), TestContext.Current.CancellationToken);

        Assert.Equal(ErrorKind.Timeout, reply.Error!.Kind);
        Assert.Equal([Made, Asked, Asked, Asked, Cancelled], _requests);
    }

    private Task<VendorServer> ServerAsync(params string[] states)
    {
        foreach (var state in states)
        {
            _states.Enqueue(state);
        }

        return VendorServer.StartAsync(http =>
        {
            _requests.Enqueue($"{http.Request.Method} {http.Request.Path}");
            var state = _states.Count > 1 && _states.TryDequeue(out var next) ? next : _states.First();
            return http.Response.WriteAsync($$"""{"id":"p1","status":"{{state}}","error":null}""");
        });
    }

    private static ReplicateAdapter Adapter(TimeProvider time) => new(Provider, new VendorHttpOptions { Time = time });

    private static KnownProvider Provider => ProviderCatalogue.BuiltIn.Served.Single(static p => p.Name == "replicate");

    private static ProviderCall Call(VendorServer server, ProviderTimeouts? timeouts = null, Operation operation = Operation.ImageGeneration, bool stream = false) => new()
    {
        Target = new ProviderTarget(Provider, server.Root, "r8_key") { Timeouts = timeouts ?? ProviderTimeouts.Default },
        Model = "owner/name",
        Operation = operation,
        Body = "{}"u8.ToArray(),
        Stream = stream,
    };
}
