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
/// done. The answer is the finished prediction. Who asked for a stream gets the prediction's events while they come, where its model has
/// such, else the finished prediction as one event. A caller who leaves gives the waiting up; the prediction is then cancelled, for it bills on.
/// </summary>
internal sealed class ReplicateAdapter(KnownProvider provider, VendorHttpOptions options) : IProviderAdapter, IDisposable
{
    private const int LargestPrediction = 16 << 20;
    private const string EventStream = "text/event-stream";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>A prediction may go on for a moment after its last event.</summary>
    private const int AsksAfterTheLastEvent = 3;

    private readonly VendorHttp _http = new(options);

    public string Name => provider.Name;

    public Dialect Dialect => Dialect.Replicate;

    public async Task<ProviderReply> SendAsync(ProviderCall call, CancellationToken cancel)
    {
        var waiting = new Waiting(options.Time.GetTimestamp(), FirstPause);
        try
        {
            ProviderReply reply = await _http.SendAsync(call, ReplicateModel.Path(call.Model), IsStream(call) ? null : Wait(call), cancel).ConfigureAwait(false);
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
                if (IsStream(call) && waiting.Pause == FirstPause && await ListenAsync(call, state, cancel).ConfigureAwait(false) is { } events)
                {
                    waiting.Id = null; // Leaving the events cancels it.
                    return events;
                }
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
        ? ProviderReply.Answered(200, new MemoryStream(IsStream(call) ? AsEvent(body) : body, writable: false), IsStream(call) ? EventStream : "application/json", reply.Headers)
        : ProviderReply.Failed(
            new ExchangeError(ErrorKind.ProviderFailed, call.Scrub($"{call.Target.Provider.Name} ended the prediction as '{state.Status}': {state.Error ?? "it gave no reason"}. Try again, or change the input."))
            {
                Provider = call.Target.Provider.Name,
            },
            mayHaveReachedVendor: true);

    private static bool IsStream(ProviderCall call) => call.Stream && call.Operation == Operation.Chat;

    /// <summary>The prediction's events; null where there are none to be had, and it has to be asked after.</summary>
    private async Task<ProviderReply?> ListenAsync(ProviderCall call, ReplicateState state, CancellationToken cancel)
    {
        if (state.Id is not { } id || ReplicateStream.Of(state, call.Target) is not { } address)
        {
            return null;
        }
        ProviderReply events = await _http.SendAsync(ReplicateStream.Listen(call), address, cancel).ConfigureAwait(false);
        if (!events.IsSuccess || events.ContentType?.StartsWith(EventStream, StringComparison.OrdinalIgnoreCase) != true)
        {
            await events.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        var body = new PredictionEvents(events, left => FinishedAsync(call, id, left), () => CancelAsync(call, id));
        return ProviderReply.Answered(200, body, EventStream, events.Headers);
    }

    /// <summary>The prediction after its last event, as one more; empty where it cannot be had, for the answer is whole without it.</summary>
    private async ValueTask<byte[]> FinishedAsync(ProviderCall call, string id, CancellationToken cancel)
    {
        for (int asked = 0; asked < AsksAfterTheLastEvent; asked++)
        {
            ProviderReply reply = await _http.SendAsync(Sub(call, HttpMethod.Get, "/predictions/" + id), "", null, cancel).ConfigureAwait(false);
            (byte[]? body, _) = await ReadAsync(call, reply, cancel).ConfigureAwait(false);
            if (!reply.IsSuccess || body is null)
            {
                return [];
            }
            if (ReplicateState.Read(body) is { Ended: true } state)
            {
                return state.Id is null ? [] : AsEvent(body);
            }
            await Task.Delay(FirstPause, options.Time, cancel).ConfigureAwait(false);
        }
        return [];
    }

    /// <summary>The whole prediction as one event, on one line.</summary>
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
    private async ValueTask CancelAsync(ProviderCall call, string? id)
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
        CallerVendorKey = call.CallerVendorKey,
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
