using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Responses;

/// <summary>Reads and deletes what a vendor keeps, with the gateway's own key. Whose it is has been checked before.</summary>
internal sealed class VendorResponses(ModelRouter router, TimeProvider time)
{
    private const int LargestAnswer = 64 << 20;

    /// <summary>The vendor's answer, or why there is none.</summary>
    /// <param name="exchange">The request, which notes the attempt.</param>
    /// <param name="method">What is done.</param>
    /// <param name="kept">The response.</param>
    /// <param name="tail">What follows its path, with the query.</param>
    /// <param name="cancel">The caller went away.</param>
    public async Task<(ReadOnlyMemory<byte> Body, ExchangeError? Error)> SendAsync(Exchange.Exchange exchange, HttpMethod method, StoredResponse kept, string tail, CancellationToken cancel)
    {
        if (router.Table.Find(kept.Provider!) is not { IsOn: true } entry)
        {
            return (default, Failed(kept, $"'{kept.Id}' is kept by {kept.Provider}, which is not on any more. Ask the administrator to turn it on again."));
        }

        var call = new ProviderCall { Target = entry.Target, Model = "", Body = default, Dialect = Dialect.OpenAiResponses, Method = method, Path = "/responses/" + Uri.EscapeDataString(kept.Id) + tail };
        var started = time.GetTimestamp();
        await using var reply = await entry.Adapter.SendAsync(call, cancel);
        exchange.Attempts.Add(new Attempt(kept.Provider!, "", reply.Status, reply.Error?.Kind.ToString(), time.GetElapsedTime(started)));
        if (reply.Error is { } error)
        {
            return (default, error);
        }

        var (body, broken) = await ReadAsync(kept, entry.Target, reply, cancel);
        return broken is not null || reply.Status is >= 200 and < 300 ? (body, broken) : (default, Refused(kept, entry, call, reply.Status, body));
    }

    private static ExchangeError Refused(StoredResponse kept, ProviderEntry entry, ProviderCall call, int status, ReadOnlyMemory<byte> body)
    {
        if (status is 401 or 402 or 403)
        {
            return Failed(kept, $"{kept.Provider} refused the gateway's own key (HTTP {status}). The administrator has to check the provider's key ({entry.KeySource}).") with { Code = "provider_auth" };
        }

        var error = ErrorReader.Read(body.Span, status, kept.Provider);
        return error with { Message = call.Scrub(error.Message), Code = error.Code is { } code ? call.Scrub(code) : null, Param = null };
    }

    private async Task<(ReadOnlyMemory<byte> Body, ExchangeError? Error)> ReadAsync(StoredResponse kept, ProviderTarget target, ProviderReply reply, CancellationToken cancel)
    {
        using var deadlines = new Deadlines(target.Timeouts, time, cancel);
        using var buffer = new PooledBytes(8 << 10);
        try
        {
            while (await reply.Body.ReadAsync(buffer.Room(4 << 10), deadlines.NextRead()) is var read and > 0)
            {
                buffer.Fill(read);
                if (buffer.Length > LargestAnswer)
                {
                    return (default, Failed(kept, $"{kept.Provider} sent an answer of more than {LargestAnswer >> 20} MiB."));
                }
            }

            return (buffer.Filled.ToArray(), null);
        }
        catch (OperationCanceledException) when (deadlines.Error(kept.Provider!) is { } late)
        {
            return (default, late);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (default, Failed(kept, $"{kept.Provider} broke off in the middle of its answer. Try again."));
        }
    }

    private static ExchangeError Failed(StoredResponse kept, string message) => new(ErrorKind.ProviderFailed, message) { Provider = kept.Provider };
}
