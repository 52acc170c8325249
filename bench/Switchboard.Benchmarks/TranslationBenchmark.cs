using BenchmarkDotNet.Attributes;
using Switchboard.Benchmarks.Streams;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Protocol.Chat;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Benchmarks;

/// <summary>
/// What one streamed event costs in the gateway's own pump, to a sink that takes it and does nothing: relayed, which is the pump with its
/// tap and no translation, and translated. Both read the same vendor's stream; what is made once per stream is counted in.
/// </summary>
public class TranslationBenchmark
{
    private static readonly DateTimeOffset Created = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Request = """{"model":"demo/some-model","stream":true,"messages":[{"role":"user","content":"Tell me of the sea."}]}"""u8.ToArray();
    private readonly NullSink _sink = new();
    private IVendorDialect _from = null!;
    private IChatDialect _to = null!;
    private Route _route = null!;
    private ReadOnlyMemory<byte>[] _chunks = [];

    [ParamsSource(nameof(Pairs))]
    public StreamPair Pair { get; set; } = null!;

    public static IEnumerable<StreamPair> Pairs => StreamPair.All;

    [GlobalSetup]
    public async Task Prepare()
    {
        _from = ChatDialects.Vendor(Pair.Vendor);
        _to = ChatDialects.For(Pair.Caller);
        _route = new Route
        {
            Provider = "vendor",
            UpstreamModel = "some-model",
            Dialect = Pair.Vendor,
            Adapter = null!,
            ProviderHealth = new TargetHealth(new SettingsInForce(new GatewaySettings()), TimeProvider.System),
            Target = new ProviderTarget(new KnownProvider("vendor"), null, null),
        };
        _chunks = RecordedStream.Of(Pair.Vendor);
        await CheckAsync(Relay);
        await CheckAsync(Translate);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = RecordedStream.Events)]
    public Task<long> Relay() => RunAsync(translation: null);

    [Benchmark(OperationsPerInvoke = RecordedStream.Events)]
    public async Task<long> Translate()
    {
        using var translation = new StreamTranslation(_from.CreateStreamReader(), _to.CreateStreamWriter(Options()), _to.CreateStreamTap());
        return await RunAsync(translation);
    }

    private async Task<long> RunAsync(StreamTranslation? translation)
    {
        var exchange = new Exchange("req-1", Pair.Caller, Created, 0) { Body = Request };
        var pump = new StreamPump(exchange, _route, _from.CreateStreamTap(), translation, _sink, static text => text, TimeProvider.System);
        _sink.Begin();
        await using var reply = ProviderReply.Answered(200, new ReplayedBody(_chunks), "text/event-stream");
        await pump.RunAsync(reply, CancellationToken.None);
        return _sink.Bytes;
    }

    private async Task CheckAsync(Func<Task<long>> run)
    {
        if (await run() <= 0 || !_sink.Ended)
        {
            throw new InvalidOperationException($"{Pair}: the stream did not come to its end: {_sink.Error}");
        }
    }

    private static ChatReplyOptions Options() =>
        new() { Model = "demo/some-model", Id = "req-1", Created = Created, IncludeUsage = true, RequestId = "req-1", Request = Request };
}
