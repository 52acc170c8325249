using Switchboard.Gateway.Holdings;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Operations;
using Switchboard.Providers.Operations;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>
/// Asks vendors for what they keep. What a tenant makes through this server is remembered as its own, and the tenant reaches nothing else:
/// the vendor sees one account, whoever asks.
/// </summary>
internal sealed class HoldingCall(VendorCall vendor, IHoldingStore store, TimeProvider time)
{
    private const int LargestAnswer = 64 << 20;

    public async ValueTask RunAsync(Exchange exchange, HoldingRules rules, IAnswerSink sink, CancellationToken cancel)
    {
        var route = exchange.Route!;
        var ask = exchange.Holding!;
        if (rules.IsList)
        {
            await ListAsync(exchange, rules, sink, cancel);
            return;
        }

        var path = VendorOperations.For(route.Target.Provider, rules.Operation)!.PathFor("") + rules.Tail.Replace("{id}", ask.Id, StringComparison.Ordinal);
        var call = Call(exchange, rules, rules.Method, path);
        await using var reply = await vendor.SendAsync(exchange, route, call, cancel);
        exchange.Provider = route.Provider;
        if (reply.Error is not null)
        {
            await sink.FailAsync(reply.Error, default, Answer.Empty, cancel);
        }
        else if (reply.Status >= 300)
        {
            await vendor.FailAsync(exchange, route, call, reply, sink, cancel);
        }
        else if (rules.AnswersBytes)
        {
            exchange.ReplyType = reply.ContentType ?? "application/octet-stream";
            await ByteRelay.RunAsync(reply, route, sink, Answer.Empty, time, cancel);
        }
        else
        {
            await OneAsync(exchange, rules, reply, sink, cancel);
        }
    }

    /// <summary>Whether the id is one of the caller's; the administrator's are all.</summary>
    public async ValueTask<(Holding? Holding, ExchangeError? Error)> FindAsync(Exchange exchange, string id, string kind, CancellationToken cancel)
    {
        var known = await store.FindAsync(exchange.Caller!.Tenant, id, cancel);
        return known?.Kind == kind || exchange.Caller.Role == Role.Admin
            ? (known, null)
            : (null, new ExchangeError(ErrorKind.NotFound, $"There is no {kind} '{id}' of yours here. GET /v1/{kind}{(kind == Holding.Batch ? "es" : "s")} lists what there is.") { Param = "id", Code = kind + "_not_found" });
    }

    /// <summary>Whether the file that a batch is made of is the caller's, and where the batch goes.</summary>
    public async ValueTask<ExchangeError?> CheckBatchAsync(Exchange exchange, CancellationToken cancel)
    {
        var id = RequestValues.Text(exchange, "input_file_id")!;
        var (file, error) = await FindAsync(exchange, id, Holding.File, cancel);
        if (file is not null && file.Provider != exchange.Route!.Provider)
        {
            return new ExchangeError(ErrorKind.InvalidRequest, $"The file '{id}' is at {file.Provider}. Send the header 'x-smartflow-provider: {file.Provider}'.") { Param = "input_file_id" };
        }

        return error;
    }

    /// <summary>Notes what the vendor has made, and what a finished batch has written; an error where that cannot be noted.</summary>
    public async ValueTask<ExchangeError?> RememberAsync(Exchange exchange, string kind, ReadOnlyMemory<byte> made, CancellationToken cancel)
    {
        try
        {
            var ids = HoldingIds.In(made, kind);
            await store.SaveAsync([.. ids.Select(h => new Holding(h.Id, exchange.Caller!.Tenant, exchange.Route!.Provider, h.Kind, time.GetUtcNow()))], cancel);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new ExchangeError(ErrorKind.Unavailable, $"{exchange.Route!.Provider} made the {kind}, but it could not be noted as yours: the store is away. The administrator can delete it; try again later.") { RetryAfter = TimeSpan.FromSeconds(10) };
        }
    }

    private async ValueTask OneAsync(Exchange exchange, HoldingRules rules, ProviderReply reply, IAnswerSink sink, CancellationToken cancel)
    {
        using var buffer = new PooledBytes(8 << 10);
        var error = await vendor.ReadAllAsync(exchange.Route!, reply, buffer, LargestAnswer, cancel);
        if (error is null && !OperationFacts.Read(buffer.Filled.Span).IsObject)
        {
            error = new ExchangeError(ErrorKind.ProviderFailed, $"{exchange.Route!.Provider} answered with something that is no {rules.Kind} (content type '{reply.ContentType ?? "none"}'). Check its base URL.") { Provider = exchange.Route.Provider };
        }

        if (error is null && rules.Method == HttpMethod.Delete)
        {
            await store.DeleteAsync(exchange.Caller!.Tenant, exchange.Holding!.Id!, cancel);
        }
        else if (error is null && rules.Kind == Holding.Batch)
        {
            error = await RememberAsync(exchange, Holding.Batch, buffer.Filled, cancel);
        }

        if (error is not null)
        {
            await sink.FailAsync(error, default, Answer.Empty, cancel);
            return;
        }

        sink.Start(stream: false, reply.Headers);
        await sink.EndAsync(buffer.Filled, Answer.Empty, cancel);
    }

    /// <summary>The vendor's list, page by page, until there is as much of the caller's in it as was asked for.</summary>
    private async ValueTask ListAsync(Exchange exchange, HoldingRules rules, IAnswerSink sink, CancellationToken cancel)
    {
        var route = exchange.Route!;
        var mine = exchange.Caller!.Role == Role.Admin ? null : await store.IdsAsync(exchange.Caller.Tenant, route.Provider, rules.Kind, cancel);
        var list = new HoldingList(rules.Kind, exchange.Holding!, mine);
        while (list.NextQuery() is { } query)
        {
            var call = Call(exchange, rules, HttpMethod.Get, $"{VendorOperations.For(route.Target.Provider, rules.Operation)!.PathFor("")}?{query}");
            await using var reply = await vendor.SendAsync(exchange, route, call, cancel);
            exchange.Provider = route.Provider;
            if (reply.Error is null && reply.Status >= 300)
            {
                await vendor.FailAsync(exchange, route, call, reply, sink, cancel);
                return;
            }

            using var buffer = new PooledBytes(8 << 10);
            var error = reply.Error ?? await vendor.ReadAllAsync(route, reply, buffer, LargestAnswer, cancel);
            if (error is null && !list.Take(buffer.Filled))
            {
                error = new ExchangeError(ErrorKind.ProviderFailed, $"{route.Provider} answered with something that is no list of {rules.Noun}. Check its base URL.") { Provider = route.Provider };
            }

            if (error is not null)
            {
                await sink.FailAsync(error, default, Answer.Empty, cancel);
                return;
            }
        }

        sink.Start(stream: false, []);
        await sink.EndAsync(list.Write(), Answer.Empty, cancel);
    }

    private static ProviderCall Call(Exchange exchange, HoldingRules rules, HttpMethod method, string path) => new()
    {
        Target = exchange.Route!.Target,
        Model = "",
        Operation = rules.Operation,
        Path = path,
        Method = method,
        Body = default,
    };
}
