using Switchboard.Protocol;
using Switchboard.Protocol.Errors;
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
        var started = options.Time.GetTimestamp();
        ProviderReply reply = await _http.PostAsync(call, call.Path ?? "/predictions", Wait(call), cancel).ConfigureAwait(false);
        TimeSpan pause = FirstPause;
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
                return Done(call, reply, body, state);
            }
            if (state.Id is not { } id || options.Time.GetElapsedTime(started) > call.Target.Timeouts.Total)
            {
                await CancelAsync(call, state.Id).ConfigureAwait(false);
                return Late(call);
            }
            try
            {
                await Task.Delay(pause, options.Time, cancel).ConfigureAwait(false);
                reply = await _http.PostAsync(Get(call, id), "", null, cancel).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await CancelAsync(call, id).ConfigureAwait(false);
                throw;
            }
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
        return reply;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Replicate may hold its answer back while it works (60 s at most), but not for as long as ours takes for silence.</summary>
    private static KeyValuePair<string, string> Wait(ProviderCall call) =>
        new("Prefer", FormattableString.Invariant($"wait={Math.Clamp((int)call.Target.Timeouts.FirstByte.TotalSeconds / 2, 1, 60)}"));

    private static ProviderReply Done(ProviderCall call, ProviderReply reply, byte[] body, ReplicateState state) => state.Status == "succeeded"
        ? ProviderReply.Answered(200, new MemoryStream(body, writable: false), "application/json", reply.Headers)
        : ProviderReply.Failed(
            new ExchangeError(ErrorKind.ProviderFailed, call.Scrub($"{call.Target.Provider.Name} ended the prediction as '{state.Status}': {state.Error ?? "it gave no reason"}. Try again, or change the input."))
            {
                Provider = call.Target.Provider.Name,
            },
            mayHaveReachedVendor: true);

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
            await (await _http.PostAsync(Sub(call, HttpMethod.Post, $"/predictions/{id}/cancel"), "", null, CancellationToken.None).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private static ProviderCall Get(ProviderCall call, string id) => Sub(call, HttpMethod.Get, $"/predictions/{id}");

    private static ProviderCall Sub(ProviderCall call, HttpMethod method, string path) => new()
    {
        Target = call.Target,
        Model = call.Model,
        Operation = call.Operation,
        Method = method,
        Path = path,
        Body = default,
    };
}
