using System.Buffers;
using Switchboard.Gateway.Audit;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Responses;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Hands an answer to the caller of one exchange. Before the part that makes it complete leaves, the exchange is settled and recorded, so
/// that every answer that a caller saw complete is on record.
/// </summary>
internal sealed class CallerSink(Exchange exchange, IReply reply, Ledger ledger, TimeProvider time) : IAnswerSink, IDisposable
{
    private const string EventStream = "text/event-stream; charset=utf-8";
    private const string Json = "application/json; charset=utf-8";
    private IReadOnlyList<KeyValuePair<string, string>> _vendorHeaders = [];
    private ContentCommitment? _commitment;
    private readonly ResponsesTrail? _trail = exchange.Dialect == Dialect.OpenAiResponses ? new() : null;
    private bool _streaming;

    /// <summary>What is committed to so far, for a record that ends without an answer.</summary>
    public ContentCommitment? Commitment => _commitment;

    public void Start(bool stream, IReadOnlyList<KeyValuePair<string, string>> headers) => (_streaming, _vendorHeaders) = (stream, headers);

    public ValueTask WriteAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel)
    {
        if (!reply.Started)
        {
            exchange.FirstByte = time.GetElapsedTime(exchange.StartedTicks);
            exchange.Status = 200;
            reply.Start(200, exchange.ReplyType ?? EventStream, AnswerHeaders.For(exchange, _vendorHeaders), null);
        }

        Count(frames.Span);
        _trail?.Note(frames.Span);
        return reply.WriteAsync(frames, flush: true, cancel);
    }

    public ValueTask WriteUsageAsync(ReadOnlyMemory<byte> frame, CancellationToken cancel) =>
        exchange.Fields.IncludeUsage ? WriteAsync(frame, cancel) : ValueTask.CompletedTask;

    public async ValueTask EndAsync(ReadOnlyMemory<byte> end, Answer answer, CancellationToken cancel)
    {
        exchange.Status = 200;
        exchange.Error = answer.Flaw;
        exchange.Outcome = answer.Flaw is { } flaw ? OutcomeOf(flaw) : exchange.Cache.Hit ? ExchangeOutcome.CacheHit : ExchangeOutcome.Success;
        Take(answer);
        if (_streaming)
        {
            await EndStreamAsync(end, cancel);
            return;
        }

        exchange.FirstByte = time.GetElapsedTime(exchange.StartedTicks);
        var fragment = AnswerFragment.Of(exchange, answer);
        var whole = ArrayPool<byte>.Shared.Rent(end.Length + fragment.Length);
        var body = whole.AsMemory(0, Splice(end.Span, fragment, answer.ClosingBrace, whole));
        exchange.ResponseBytes = body.Length;
        Commit().SetResponse(body.Span);
        if (await RecordAsync(cancel))
        {
            reply.Start(200, exchange.ReplyType ?? Json, AnswerHeaders.For(exchange, _vendorHeaders), body.Length);
            await reply.WriteAsync(body, flush: false, cancel);
        }

        ArrayPool<byte>.Shared.Return(whole);
    }

    public async ValueTask FailAsync(ExchangeError error, ReadOnlyMemory<byte> vendorBody, Answer partial, CancellationToken cancel)
    {
        Take(partial);
        exchange.Error = error;
        exchange.Outcome = OutcomeOf(error);
        exchange.Cache = exchange.Cache with { Hit = false };
        exchange.Status = reply.Started ? 200 : error.HttpStatus;
        Commit();
        await ledger.CloseAsync(exchange, _commitment);
        await WriteErrorAsync(error, vendorBody, cancel);
    }

    public void Dispose() => _commitment?.Dispose();

    private async ValueTask EndStreamAsync(ReadOnlyMemory<byte> end, CancellationToken cancel)
    {
        if (!reply.Started)
        {
            reply.Start(200, exchange.ReplyType ?? EventStream, AnswerHeaders.For(exchange, _vendorHeaders), null);
        }

        Count(end.Span);
        if (await RecordAsync(cancel) && end.Length > 0)
        {
            await reply.WriteAsync(end, flush: true, cancel);
        }
    }

    /// <summary>Records the exchange; where that is not possible the caller must not see a complete answer, and gets an error instead.</summary>
    private async ValueTask<bool> RecordAsync(CancellationToken cancel)
    {
        if (await ledger.CloseAsync(exchange, _commitment) is not { } error)
        {
            return true;
        }

        await WriteErrorAsync(error, default, cancel);
        return false;
    }

    private async ValueTask WriteErrorAsync(ExchangeError error, ReadOnlyMemory<byte> vendorBody, CancellationToken cancel)
    {
        var output = new ArrayBufferWriter<byte>(512);
        if (reply.Started && exchange.ReplyType is not null)
        {
            reply.Abort(); // Bytes have no words for an error: breaking off is what shows.
            return;
        }

        if (reply.Started)
        {
            ErrorWriter.WriteStreamError(exchange.Dialect, error, exchange.RequestId, output, _trail);
            await reply.WriteAsync(output.WrittenMemory, flush: true, cancel);
            return;
        }

        if (vendorBody.IsEmpty)
        {
            ErrorWriter.Write(exchange.Dialect, error, exchange.RequestId, output);
            vendorBody = output.WrittenMemory;
        }

        reply.Start(error.HttpStatus, Json, AnswerHeaders.ForError(exchange, error, _vendorHeaders), vendorBody.Length);
        await reply.WriteAsync(vendorBody, flush: false, cancel);
    }

    private ExchangeOutcome OutcomeOf(ExchangeError error) => error.Kind switch
    {
        ErrorKind.Timeout => ExchangeOutcome.Timeout,
        ErrorKind.ProviderFailed or ErrorKind.ProviderUnavailable or ErrorKind.Internal => ExchangeOutcome.Error,
        _ => exchange.Attempts.Count > 0 || exchange.Cache.Coalesced ? ExchangeOutcome.Error : ExchangeOutcome.Rejected,
    };

    private void Take(Answer answer)
    {
        exchange.ModelUsed = answer.Model ?? exchange.ModelUsed;
        if (!exchange.Cache.Hit)
        {
            exchange.Usage = answer.Usage;
        }
    }

    private void Count(ReadOnlySpan<byte> part)
    {
        exchange.ResponseBytes += part.Length;
        Commit().AddResponse(part);
    }

    private ContentCommitment Commit()
    {
        if (_commitment is null)
        {
            _commitment = exchange.Upload?.Commitment ?? new ContentCommitment();
            if (exchange.Upload is null)
            {
                _commitment.SetRequest(exchange.Body.Span);
            }
        }

        return _commitment;
    }

    /// <summary>Puts the fragment into the body; returns the length of both.</summary>
    private static int Splice(ReadOnlySpan<byte> body, ReadOnlySpan<byte> fragment, int at, Span<byte> whole)
    {
        at = fragment.IsEmpty ? body.Length : at;
        body[..at].CopyTo(whole);
        fragment.CopyTo(whole[at..]);
        body[at..].CopyTo(whole[(at + fragment.Length)..]);
        return body.Length + fragment.Length;
    }
}
