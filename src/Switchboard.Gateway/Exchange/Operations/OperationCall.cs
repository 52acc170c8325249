using System.Buffers;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Operations;
using Switchboard.Providers.Operations;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>
/// Asks a vendor for what is no chat, and hands what comes back to a sink: relayed where the vendor speaks the caller's shape, else through
/// its wire. Failures go to the sink too; only the caller's leaving throws.
/// </summary>
internal sealed class OperationCall(VendorCall vendor, VendorKeys keys, HoldingCall holdings, TimeProvider time)
{
    /// <summary>Two thousand vectors of three thousand numbers, written out, are near 150 MiB.</summary>
    private const int LargestAnswer = 256 << 20;

    public async ValueTask RunAsync(Exchange exchange, OperationRules rules, IAnswerSink sink, CancellationToken cancel)
    {
        var route = exchange.Route!;
        if (rules is HoldingRules held)
        {
            await holdings.RunAsync(exchange, held, sink, cancel);
            return;
        }

        if (VendorOperations.For(route.Target.Provider, rules.Operation) is not { } operation)
        {
            await OwnAnswer.TellAsync(exchange, route, sink, cancel);
            return;
        }

        var ask = Ask(exchange, route);
        var (request, error) = Prepare(exchange, rules, route, operation, ask);
        error ??= rules.Operation == Providers.Catalogue.Operation.Batch ? await holdings.CheckBatchAsync(exchange, cancel) : null;
        error ??= rules.HasModel ? keys.Take(exchange, route) : null; // Files and jobs are one account's, which is the first key's.
        if (error is not null)
        {
            await sink.FailAsync(error, default, Answer.Empty, cancel);
            return;
        }

        var call = Call(exchange, rules, route, request!);
        var answered = await vendor.SendAsync(exchange, route, call, cancel);
        while (keys.TakeNext(exchange, route, answered))
        {
            await answered.DisposeAsync();
            call = Call(exchange, rules, route, request!);
            answered = await vendor.SendAsync(exchange, route, call, cancel);
        }

        await using var reply = answered;
        exchange.Provider = route.Provider;
        if (FaultOf(exchange) is { } fault)
        {
            await sink.FailAsync(fault, default, Answer.Empty, cancel);
        }
        else if (reply.Error is not null)
        {
            await sink.FailAsync(reply.Error, default, Answer.Empty, cancel);
        }
        else if (reply.Status >= 300)
        {
            await vendor.FailAsync(exchange, route, call, reply, sink, cancel);
        }
        else
        {
            await AnswerAsync(exchange, rules, operation, ask, call, reply, sink, cancel);
        }
    }

    private static OperationAsk Ask(Exchange exchange, Route route) => new()
    {
        Body = exchange.Body,
        Fields = exchange.Upload?.Fields ?? [],
        Model = route.UpstreamModel,
        ModelAsked = exchange.Fields.Model,
        Created = exchange.StartedAt,
        Id = exchange.RequestId,
    };

    private static (OperationRequest? Request, ExchangeError? Error) Prepare(Exchange exchange, OperationRules rules, Route route, VendorOperation operation, OperationAsk ask)
    {
        var (body, query, streamed) = (default(ReadOnlyMemory<byte>), "", default(StreamedBody));
        if (operation.Wire is { } wire)
        {
            var output = new ArrayBufferWriter<byte>(exchange.Body.Length + 256);
            var written = wire.WriteRequest(ask, output);
            if (written.Value is not { } made)
            {
                return (null, written.Error);
            }

            (body, query, exchange.Dropped) = (output.WrittenMemory, made.Query, made.Dropped);
            streamed = wire.TakesFileAlone ? exchange.Upload?.ToFile() : null;
        }
        else if (exchange.Upload is { } upload)
        {
            streamed = upload.ToForm(route.UpstreamModel);
        }
        else
        {
            var askUsage = exchange.Fields.Stream && (route.AsksUsage || operation.TellsUsageIfAsked) && rules.Operation == Providers.Catalogue.Operation.Completion;
            body = RequestSplice.Apply(exchange.Body, exchange.Fields, route.UpstreamModel, askUsage, route.LimitName, route.ClampOutput);
        }

        var path = operation.PathFor(route.UpstreamModel);
        return (new OperationRequest(query.Length == 0 ? path : $"{path}?{query}", body, streamed), null);
    }

    private static ProviderCall Call(Exchange exchange, OperationRules rules, Route route, OperationRequest request) => new()
    {
        Target = VendorKeys.TargetOf(exchange, route),
        Model = route.UpstreamModel,
        Operation = rules.Operation,
        Path = request.Path,
        Body = request.Body,
        Streamed = request.Streamed,
        Stream = exchange.Fields.Stream,
        Headers = route.Adapter.Dialect == exchange.Dialect ? exchange.VendorHeaders : [],
        CallerVendorKey = route.TakesCallerKey ? exchange.VendorKey : null,
    };

    /// <summary>What turned out to be wrong with the caller's form while it went out: not the vendor's failure, whatever the connection says.</summary>
    private static ExchangeError? FaultOf(Exchange exchange)
    {
        if (exchange.Upload?.Fault is { } fault)
        {
            exchange.Attempts[^1] = exchange.Attempts[^1] with { Error = fault.Kind.ToString() };
            return fault;
        }

        if (exchange.Upload is { LateFields.Count: > 0 } upload)
        {
            exchange.Dropped = [.. exchange.Dropped, .. upload.LateFields];
        }

        return null;
    }

    private async ValueTask AnswerAsync(Exchange exchange, OperationRules rules, VendorOperation operation, OperationAsk ask, ProviderCall call, ProviderReply reply, IAnswerSink sink, CancellationToken cancel)
    {
        var route = exchange.Route!;
        if (rules.AnswersBytes && !IsJson(reply.ContentType))
        {
            exchange.ReplyType = reply.ContentType ?? "application/octet-stream";
            exchange.Usage = rules.Usage(exchange, default); // Known from the start, and owed though the caller leave.
            await ByteRelay.RunAsync(reply, route, sink, new Answer { Usage = exchange.Usage }, time, cancel);
        }
        else if (IsEventStream(reply.ContentType) && rules.Tap(exchange) is { } tap)
        {
            await StreamAsync(exchange, new StreamPump(exchange, route, tap, null, sink, call.Scrub, time), reply, sink, cancel);
        }
        else
        {
            await WholeAsync(exchange, rules, operation, ask, reply, sink, cancel);
        }
    }

    private static async ValueTask StreamAsync(Exchange exchange, StreamPump pump, ProviderReply reply, IAnswerSink sink, CancellationToken cancel)
    {
        sink.Start(stream: true, reply.Headers);
        try
        {
            await pump.RunAsync(reply, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            exchange.Usage = pump.Partial().Usage;
            throw;
        }
    }

    private async ValueTask WholeAsync(Exchange exchange, OperationRules rules, VendorOperation operation, OperationAsk ask, ProviderReply reply, IAnswerSink sink, CancellationToken cancel)
    {
        var route = exchange.Route!;
        using var buffer = new PooledBytes(8 << 10);
        if (await vendor.ReadAllAsync(route, reply, buffer, LargestAnswer, cancel) is { } broken)
        {
            await sink.FailAsync(broken, default, Answer.Empty, cancel);
            return;
        }

        if (operation.Wire is { } wire)
        {
            await TranslateAsync(exchange, rules, wire, ask, buffer.Filled, reply, sink, cancel);
            return;
        }

        var text = rules is FormRules { HearsAudio: true } && !IsJson(reply.ContentType);
        var facts = text ? default : OperationFacts.Read(buffer.Filled.Span, rules.MakesImages);
        if (!text && !rules.IsReply(facts))
        {
            await sink.FailAsync(NoReply(route, rules, reply, buffer.Length), default, Answer.Empty, cancel);
            return;
        }

        if (!rules.HasModel && await holdings.RememberAsync(exchange, rules.ContentType, buffer.Filled, cancel) is { } forgotten)
        {
            await sink.FailAsync(forgotten, default, Answer.Empty, cancel);
            return;
        }

        exchange.ReplyType = text ? reply.ContentType ?? "text/plain; charset=utf-8" : null;
        var usage = text ? AudioUsage.OfText(buffer.Filled.Span, exchange.Upload!.FileBytes) : rules.Usage(exchange, facts);
        sink.Start(stream: false, reply.Headers);
        await sink.EndAsync(buffer.Filled, new Answer { Model = facts.Model, Usage = usage, IsEmpty = !text && facts.Items == 0 }, cancel);
    }

    private static async ValueTask TranslateAsync(Exchange exchange, OperationRules rules, IOperationWire wire, OperationAsk ask, ReadOnlyMemory<byte> body, ProviderReply reply, IAnswerSink sink, CancellationToken cancel)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + 256);
        var read = wire.ReadReply(body, ask with { ReplyHeaders = reply.Headers }, output);
        if (read.Value is not { } translated)
        {
            await sink.FailAsync(read.Error! with { Kind = ErrorKind.ProviderFailed, Provider = exchange.Route!.Provider }, default, Answer.Empty, cancel);
            return;
        }

        if (translated.Failure is { } failure)
        {
            await sink.FailAsync(failure with { Provider = exchange.Route!.Provider }, default, new Answer { Model = translated.Model, Usage = translated.Usage ?? default }, cancel);
            return;
        }

        exchange.ReplyType = translated.ContentType;
        sink.Start(stream: false, reply.Headers);
        var usage = rules.Usage(exchange, new OperationFacts { IsObject = true, Usage = translated.Usage });
        await sink.EndAsync(output.WrittenMemory, new Answer { Model = translated.Model, Usage = usage }, cancel);
    }

    private static ExchangeError NoReply(Route route, OperationRules rules, ProviderReply reply, int bytes) =>
        new(ErrorKind.ProviderFailed, $"{route.Provider} was asked for {rules.Noun} and answered with something else (content type '{reply.ContentType ?? "none"}', {bytes} bytes). Check its base URL.") { Provider = route.Provider };

    private static bool IsJson(string? type) => type?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsEventStream(string? type) => type?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;
}
