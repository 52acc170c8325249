using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Operations;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.Providers.Operations;

/// <summary>
/// Replicate (replicate.com/docs/reference/http): a prediction is made with <c>Prefer: wait</c>, and asked after for as long as it is not
/// done. The answer is the finished prediction. A caller who leaves gives the waiting up; the prediction is then cancelled, for it bills on.
/// </summary>
internal sealed class ReplicateAdapter(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private const int LargestPrediction = 16 << 20;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly VendorHttp _http = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => Dialect.Replicate;

    public async Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        var waiting = new Waiting(options.Time.GetTimestamp(), FirstPause);
        try
        {
            ProviderReply reply = await _http.SendAsync(call, ReplicateModel.Path(call.Model), Wait(call), cancel).ConfigureAwait(false);
            while (reply is { Error: null, IsSuccess: true })
            {
                (byte[]? body, ProviderReply? failed) = await ReadAsync(call, reply, cancel).ConfigureAwait(false);
                if (body is null)
                {
                    return failed!;
                }
                ReplicateState state = ReplicateState.Read(body);
                if (state.Ended)
                {
                    waiting.Id = null;
                    return Done(call, reply, body, state);
                }
                waiting.Id = state.Id;
                if (state.Id is null || options.Time.GetElapsedTime(waiting.Started) > call.Target.Timeouts.Total)
                {
                    return Late(call);
                }
                await Task.Delay(waiting.Pause, options.Time, cancel).ConfigureAwait(false);
                waiting.Pause = waiting.Pause * 2 < LongestPause ? waiting.Pause * 2 : LongestPause;
                reply = await _http.SendAsync(Sub(call, HttpMethod.Get, "/predictions/" + state.Id), "", null, cancel).ConfigureAwait(false);
            }
            return reply;
        }
        finally
        {
            // Nobody waits any more for what is not done.
            await CancelAsync(call, waiting.Id).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Replicate may hold its answer back while it works (60 s at most), but not for as long as ours takes for silence.</summary>
    private static KeyValuePair<string, string> Wait(ProviderCall call) =>
        new("Prefer", FormattableString.Invariant($"wait={Math.Clamp((int)call.Target.Timeouts.FirstByte.TotalSeconds / 2, 1, 60)}"));

    private static ProviderReply Done(ProviderCall call, ProviderReply reply, byte[] body, ReplicateState state) => state.Status == "succeeded"
        ? ProviderReply.Answered(200, new MemoryStream(call.Stream && call.Operation == Operation.Chat ? AsEvent(body) : body, writable: false), call.Stream && call.Operation == Operation.Chat ? "text/event-stream" : "application/json", reply.Headers)
        : ProviderReply.Failed(
            new ExchangeError(ErrorKind.ProviderFailed, call.Scrub($"{call.Target.Provider.Name} ended the prediction as '{state.Status}': {state.Error ?? "it gave no reason"}. Try again, or change the input."))
            {
                Provider = call.Target.Provider.Name,
            },
            mayHaveReachedVendor: true);

    /// <summary>Who asked for a stream gets the whole prediction as one event, on one line.</summary>
    private static byte[] AsEvent(byte[] body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        var line = new ArrayBufferWriter<byte>(body.Length);
        line.Write("data: "u8);
        using (var writer = new Utf8JsonWriter(line))
        {
            document.RootElement.WriteTo(writer);
        }
        line.Write("\n\n"u8);
        return line.WrittenSpan.ToArray();
    }

    private static ProviderReply Late(ProviderCall call) => ProviderReply.Failed(
        new ExchangeError(ErrorKind.Timeout, $"{call.Target.Provider.Name} did not finish the prediction within {call.Target.Timeouts.Total.TotalSeconds:0.#} s. Raise providers.{call.Target.Provider.Name}.timeouts.total, or choose a faster model.")
        {
            Provider = call.Target.Provider.Name,
        },
        mayHaveReachedVendor: true);

    private async Task<(byte[]? Body, ProviderReply? Failed)> ReadAsync(ProviderCall call, ProviderReply reply, CancellationToken cancel)
    {
        await using var owned = reply.ConfigureAwait(false);
        using var limit = new CancellationTokenSource(call.Target.Timeouts.Idle, options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var body = new MemoryStream();
        var buffer = new byte[8 << 10];
        try
        {
            while (await reply.Body.ReadAsync(buffer, both.Token).ConfigureAwait(false) is var read and > 0 && body.Length <= LargestPrediction)
            {
                await body.WriteAsync(buffer.AsMemory(0, read), cancel).ConfigureAwait(false);
            }
            return (body.ToArray(), null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, Late(call));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (null, ProviderReply.Failed(new ExchangeError(ErrorKind.ProviderFailed, $"{call.Target.Provider.Name} broke off in the middle of its answer. Try again.") { Provider = call.Target.Provider.Name }, true));
        }
    }

    /// <summary>Tells Replicate that nobody waits any more. That this may fail too changes nothing for the caller.</summary>
    private async Task CancelAsync(ProviderCall call, string? id)
    {
        if (id is not null)
        {
            await (await _http.SendAsync(Sub(call, HttpMethod.Post, $"/predictions/{id}/cancel"), "", null, CancellationToken.None).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private static ProviderCall Sub(ProviderCall call, HttpMethod method, string path) => new()
    {
        Target = call.Target,
        Model = call.Model,
        Operation = call.Operation,
        Method = method,
        Path = path,
        Body = default,
    };

    /// <summary>How far the waiting for one prediction is.</summary>
    private sealed class Waiting(long started, TimeSpan pause)
    {
        public long Started { get; } = started;

        public TimeSpan Pause { get; set; } = pause;

        /// <summary>The prediction that runs, or null.</summary>
        public string? Id { get; set; }
    }
}
