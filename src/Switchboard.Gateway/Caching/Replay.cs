using System.Buffers;
using Switchboard.Gateway.Exchange;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Sse;

namespace Switchboard.Gateway.Caching;

/// <summary>
/// Answers from the cache. Asked the way the answer was first given, the caller gets those very bytes; asked the other way, the answer is
/// retold through the dialect's reader and writer.
/// </summary>
internal static class Replay
{
    /// <summary>False for a body that was relayed though no reader makes sense of it: it cannot be told as a stream.</summary>
    public static bool CanTell(CachedAnswer cached, Exchange.Exchange exchange) =>
        cached.Stream || !exchange.Fields.Stream || ChatDialects.For(exchange.Dialect).ReadReply(cached.Bytes).Succeeded;

    public static async ValueTask RunAsync(CachedAnswer cached, Exchange.Exchange exchange, IAnswerSink sink, CancellationToken cancel)
    {
        sink.Start(exchange.Fields.Stream, []);
        if (cached.Stream == exchange.Fields.Stream)
        {
            await SameAsync(cached, sink, cancel);
        }
        else if (exchange.Fields.Stream)
        {
            await AsStreamAsync(cached, exchange, sink, cancel);
        }
        else
        {
            await AsBodyAsync(cached, exchange, sink, cancel);
        }
    }

    private static async ValueTask SameAsync(CachedAnswer cached, IAnswerSink sink, CancellationToken cancel)
    {
        if (cached.UsageStart > 0)
        {
            await sink.WriteAsync(cached.Bytes[..cached.UsageStart], cancel);
        }

        if (cached.EndStart > cached.UsageStart)
        {
            await sink.WriteUsageAsync(cached.Bytes[cached.UsageStart..cached.EndStart], cancel);
        }

        await sink.EndAsync(cached.Bytes[cached.EndStart..], cached.Answer, cancel);
    }

    private static async ValueTask AsStreamAsync(CachedAnswer cached, Exchange.Exchange exchange, IAnswerSink sink, CancellationToken cancel)
    {
        var dialect = ChatDialects.For(exchange.Dialect);
        var read = dialect.ReadReply(cached.Bytes);
        if (read.Value is not { } reply)
        {
            await sink.FailAsync(read.Error! with { Kind = ErrorKind.ProviderFailed, Provider = cached.Provider }, default, Answer.Empty, cancel);
            return;
        }

        var writer = dialect.CreateStreamWriter(Options(exchange));
        var output = new ArrayBufferWriter<byte>(cached.Bytes.Length * 2);
        foreach (var update in ChatReplyUpdates.Of(reply))
        {
            writer.Write(update, output);
        }

        await sink.WriteAsync(output.WrittenMemory, cancel);
        var end = new ArrayBufferWriter<byte>(64);
        writer.Complete(end);
        await sink.EndAsync(end.WrittenMemory, cached.Answer, cancel);
    }

    private static async ValueTask AsBodyAsync(CachedAnswer cached, Exchange.Exchange exchange, IAnswerSink sink, CancellationToken cancel)
    {
        var dialect = ChatDialects.For(exchange.Dialect);
        var reader = dialect.CreateStreamReader();
        var updates = new List<ChatUpdate>();
        ReadFrames(cached.Bytes.Span, reader, updates);
        reader.Complete(updates);
        var output = new ArrayBufferWriter<byte>(cached.Bytes.Length);
        dialect.WriteReply(ChatReplyUpdates.Collect(updates), Options(exchange), output);
        await sink.EndAsync(output.WrittenMemory, cached.Answer with { ClosingBrace = output.WrittenCount - 1 }, cancel);
    }

    private static void ReadFrames(ReadOnlySpan<byte> frames, IChatStreamReader reader, List<ChatUpdate> updates)
    {
        while (SseFrames.FindEnd(frames) is var length and > 0)
        {
            var frame = SseFrame.Read(frames[..length]);
            if (frame.HasData)
            {
                reader.Read(frame.Event, frame.Data, updates);
            }

            frames = frames[length..];
        }
    }

    private static ChatReplyOptions Options(Exchange.Exchange exchange) => new()
    {
        Model = null,
        Id = exchange.RequestId,
        Created = exchange.StartedAt,
        IncludeUsage = exchange.Fields.IncludeUsage,
        RequestId = exchange.RequestId,
    };
}
