using System.Buffers;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Transport;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Asks a vendor and hands what comes back to a sink, in the caller's dialect: relayed where both speak the same, else translated.
/// Failures go to the sink too; only the caller's leaving throws.
/// </summary>
internal sealed class VendorCall(VendorKeys keys, TimeProvider time)
{
    private const int LargestAnswer = 64 << 20;
    private const int LargestError = 64 << 10;

    public async ValueTask RunAsync(Exchange exchange, Route route, IAnswerSink sink, CancellationToken cancel)
    {
        var (body, error) = PrepareBody(exchange, route);
        if (error is not null)
        {
            await sink.FailAsync(error, default, Answer.Empty, cancel);
            return;
        }

        if (keys.Take(exchange, route) is { } exhausted)
        {
            await sink.FailAsync(exhausted, default, Answer.Empty, cancel);
            return;
        }

        var call = Call(exchange, route, body);
        var answered = await SendAsync(exchange, route, call, cancel);
        while (keys.TakeNext(exchange, route, answered))
        {
            await answered.DisposeAsync();
            call = Call(exchange, route, body);
            answered = await SendAsync(exchange, route, call, cancel);
        }

        await using var reply = answered;
        exchange.Provider = route.Provider;
        if (reply.Error is not null)
        {
            await sink.FailAsync(reply.Error, default, Answer.Empty, cancel);
        }
        else if (reply.Status >= 300)
        {
            await FailAsync(exchange, route, call, reply, sink, cancel);
        }
        else if (exchange.Fields.Stream)
        {
            await StreamAsync(exchange, route, call, reply, sink, cancel);
        }
        else
        {
            await BodyAsync(exchange, route, call, reply, sink, cancel);
        }
    }

    private static ProviderCall Call(Exchange exchange, Route route, ReadOnlyMemory<byte> body) => new()
    {
        Target = VendorKeys.TargetOf(exchange, route),
        Model = route.UpstreamModel,
        Body = body,
        Dialect = route.Dialect,
        Stream = exchange.Fields.Stream,
        Headers = route.Dialect == exchange.Dialect ? exchange.VendorHeaders : [],
        CallerVendorKey = route.TakesCallerKey ? exchange.VendorKey : null,
    };

    /// <summary>Sends, and notes the attempt. A caller who leaves meanwhile has cost at least the prompt, which is all that can be known then.</summary>
    internal async Task<ProviderReply> SendAsync(Exchange exchange, Route route, ProviderCall call, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        try
        {
            var reply = await route.Adapter.SendAsync(call, cancel);
            exchange.Attempts.Add(new Attempt(route.Provider, route.UpstreamModel, reply.Status, reply.Error?.Kind.ToString(), time.GetElapsedTime(started)) { KeyId = exchange.Lease?.Key.Key.Id });
            return reply;
        }
        catch (OperationCanceledException)
        {
            exchange.Attempts.Add(new Attempt(route.Provider, route.UpstreamModel, 0, "Cancelled", time.GetElapsedTime(started)) { KeyId = exchange.Lease?.Key.Key.Id });
            exchange.Usage = TokenEstimate.Usage(exchange, 0);
            throw;
        }
    }

    private static (ReadOnlyMemory<byte> Body, ExchangeError? Error) PrepareBody(Exchange exchange, Route route)
    {
        if (route.Dialect == exchange.Dialect)
        {
            var askUsage = exchange.Fields.Stream && exchange.Dialect == Dialect.OpenAiChat && route.AsksUsage;
            exchange.Dropped = [];
            return (RequestSplice.Apply(exchange.FullBody, exchange.Fields, route.UpstreamModel, askUsage, route.LimitName, route.ClampOutput), null);
        }

        var read = ChatDialects.For(exchange.Dialect).ReadRequest(exchange.FullBody);
        if (read.Value is not { } request)
        {
            return (default, read.Error);
        }

        var output = new ArrayBufferWriter<byte>(exchange.FullBody.Length + 256);
        request = request with { MaxOutputTokens = route.ClampOutput ?? request.MaxOutputTokens };
        var options = new ChatRequestOptions { Model = route.UpstreamModel, CompatibleServer = route.LimitName == "max_tokens", AsksForUsage = route.AsksUsage };
        var written = ChatDialects.Vendor(route.Dialect).WriteRequest(request, options, output);
        exchange.Dropped = written.Value ?? [];
        return (output.WrittenMemory, written.Error);
    }

    private async ValueTask StreamAsync(Exchange exchange, Route route, ProviderCall call, ProviderReply reply, IAnswerSink sink, CancellationToken cancel)
    {
        if (reply.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) != true)
        {
            await sink.FailAsync(Failed(route, $"{route.Provider} was asked for a stream and answered with '{reply.ContentType ?? "no content type"}'. Ask without stream, or check its base URL."), default, Answer.Empty, cancel);
            return;
        }

        var (from, to) = (ChatDialects.Vendor(route.Dialect), ChatDialects.For(exchange.Dialect));
        using var translation = from == to ? null : new StreamTranslation(from.CreateStreamReader(), to.CreateStreamWriter(ReplyOptions(exchange) with { IncludeUsage = true }), to.CreateStreamTap());
        var pump = new StreamPump(exchange, route, from.CreateStreamTap(), translation, sink, call.Scrub, time);
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

    private async ValueTask BodyAsync(Exchange exchange, Route route, ProviderCall call, ProviderReply reply, IAnswerSink sink, CancellationToken cancel)
    {
        using var buffer = new PooledBytes(8 << 10);
        ExchangeError? error;
        try
        {
            error = await ReadAllAsync(route, reply, buffer, LargestAnswer, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            exchange.Usage = TokenEstimate.Usage(exchange, TokenEstimate.OfBytes(buffer.Length));
            throw;
        }

        if (error is not null)
        {
            await sink.FailAsync(error, default, Answer.Empty, cancel);
            return;
        }

        var facts = ChatDialects.Vendor(route.Dialect).InspectReply(buffer.Filled.Span);
        if (!facts.IsReply)
        {
            await sink.FailAsync(VendorFailure.NoAnswer(route, call, reply, buffer.Filled, facts), default, Answer.Empty, cancel);
            return;
        }

        var usage = facts.Usage ?? TokenEstimate.Usage(exchange, TokenEstimate.Answer(buffer.Filled.Span));
        sink.Start(stream: false, reply.Headers);
        await EndAsync(exchange, route, sink, buffer.Filled, facts, new Answer { Model = facts.Model, Usage = usage, IsEmpty = facts.Items == 0 }, cancel);
    }

    private static async ValueTask EndAsync(Exchange exchange, Route route, IAnswerSink sink, ReadOnlyMemory<byte> body, ReplyFacts facts, Answer answer, CancellationToken cancel)
    {
        if (route.Dialect == exchange.Dialect)
        {
            await sink.EndAsync(body, answer with { ClosingBrace = facts.ClosingBrace, NamesProvider = facts.HasProvider, NamesCached = facts.HasCached || facts.HasCacheHitType }, cancel);
            return;
        }

        var read = ChatDialects.Vendor(route.Dialect).ReadReply(body);
        if (read.Value is not { } translated)
        {
            await sink.FailAsync(read.Error! with { Kind = ErrorKind.ProviderFailed, Provider = route.Provider }, default, answer, cancel);
            return;
        }

        var output = new ArrayBufferWriter<byte>(body.Length + 256);
        ChatDialects.For(exchange.Dialect).WriteReply(translated, ReplyOptions(exchange), output);
        await sink.EndAsync(output.WrittenMemory, answer with { ClosingBrace = output.WrittenCount - 1 }, cancel);
    }

    internal async ValueTask FailAsync(Exchange exchange, Route route, ProviderCall call, ProviderReply reply, IAnswerSink sink, CancellationToken cancel)
    {
        using var buffer = new PooledBytes(8 << 10);
        await ReadAllAsync(route, reply, buffer, LargestError, cancel);
        var failure = VendorFailure.Read(exchange, route, call, reply, buffer.Filled);
        sink.Start(stream: false, reply.Headers);
        await sink.FailAsync(failure.Error, failure.Body, Answer.Empty, cancel);
    }

    internal async ValueTask<ExchangeError?> ReadAllAsync(Route route, ProviderReply reply, PooledBytes buffer, int limit, CancellationToken cancel)
    {
        using var deadlines = new Deadlines(route.Target.Timeouts, time, cancel);
        try
        {
            while (true)
            {
                var reading = reply.Body.ReadAsync(buffer.Room(4 << 10), deadlines.Token);
                if (!reading.IsCompleted)
                {
                    deadlines.NextRead();
                }

                var read = await reading;
                if (read == 0)
                {
                    return null;
                }

                deadlines.Arrived();
                buffer.Fill(read);
                if (buffer.Length > limit)
                {
                    return Failed(route, $"{route.Provider} sent an answer of more than {limit >> 10} KiB.");
                }
            }
        }
        catch (OperationCanceledException) when (deadlines.Error(route.Provider) is { } error)
        {
            return error;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return Failed(route, $"{route.Provider} broke off in the middle of its answer. Try again.");
        }
    }

    private static ChatReplyOptions ReplyOptions(Exchange exchange) => new()
    {
        Model = exchange.Fields.Model,
        Id = exchange.RequestId,
        Created = exchange.StartedAt,
        IncludeUsage = exchange.Fields.IncludeUsage,
        RequestId = exchange.RequestId,
        Request = exchange.Body,
        Keeps = exchange.Keeps,
    };

    private static ExchangeError Failed(Route route, string message) => new(ErrorKind.ProviderFailed, message) { Provider = route.Provider };
}
