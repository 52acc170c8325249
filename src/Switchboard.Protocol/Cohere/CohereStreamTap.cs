using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.Cohere;

/// <summary>Watches a chat stream. Only the first and the last event, which hold the id and the usage, are parsed whole.</summary>
internal sealed class CohereStreamTap : IStreamTap
{
    public TokenUsage? Usage { get; private set; }

    public string? Id { get; private set; }

    /// <summary>Cohere's answers do not name it.</summary>
    public string? Model => null;

    public FinishReason? Finish { get; private set; }

    public long OutputBytes { get; private set; }

    public StreamFrameKind Inspect(ReadOnlySpan<byte> frame)
    {
        var read = SseFrame.Read(frame);
        if (read.Data.StartsWith("[DONE]"u8))
        {
            return StreamFrameKind.Terminal;
        }

        try
        {
            return read.Data.IsEmpty
                ? StreamFrameKind.Other
                : Event(read.Event.IsEmpty ? JsonPeek.Word(read.Data, "\"type\""u8) : read.Event, read.Data);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return StreamFrameKind.Other;
        }
    }

    private StreamFrameKind Event(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (type.SequenceEqual("content-delta"u8) || type.SequenceEqual("tool-call-delta"u8) || type.SequenceEqual("tool-plan-delta"u8)
            || type.SequenceEqual("content-start"u8))
        {
            return Delta(data) > 0 ? StreamFrameKind.Content : StreamFrameKind.Other;
        }

        if (type.SequenceEqual("tool-call-start"u8))
        {
            Delta(data);
            return StreamFrameKind.Content;
        }

        if (type.SequenceEqual("message-end"u8))
        {
            return End(data);
        }

        if (type.SequenceEqual("message-start"u8))
        {
            var read = default(CohereEvent);
            read.Read(data);
            Id ??= read.Id;
            return StreamFrameKind.Other;
        }

        // An error without a type is the body that a failed request would have had.
        var failed = type.SequenceEqual("error"u8) || (type.IsEmpty && JsonPeek.Has(data, "\"message\""u8));
        return failed ? StreamFrameKind.Error : StreamFrameKind.Other;
    }

    private long Delta(ReadOnlySpan<byte> data)
    {
        var at = JsonPeek.Value(data, "\"delta\""u8);
        if (at < 0)
        {
            return 0;
        }

        var reader = new Utf8JsonReader(data[at..]);
        var bytes = CohereOutput.Measure(ref reader);
        OutputBytes += bytes;
        return bytes;
    }

    private StreamFrameKind End(ReadOnlySpan<byte> data)
    {
        var read = default(CohereEvent);
        read.Read(data);
        Usage = read.Usage ?? Usage;
        if (CohereFinish.Failure(read.Finish, read.Error) is not null)
        {
            return StreamFrameKind.Error;
        }

        Finish = CohereFinish.Read(read.Finish, calls: false);
        return StreamFrameKind.Terminal;
    }
}
