using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Watches a relayed message stream. Only the first and the last event, which hold the usage, are parsed whole.</summary>
internal sealed class AnthropicStreamTap : IStreamTap
{
    private AnthropicUsage _usage;

    public TokenUsage? Usage => _usage.Seen ? _usage.ToUsage() : null;

    public string? Id { get; private set; }

    public string? Model { get; private set; }

    public FinishReason? Finish { get; private set; }

    public long OutputBytes { get; private set; }

    public StreamFrameKind Inspect(ReadOnlySpan<byte> frame)
    {
        var read = SseFrame.Read(frame);
        if (!read.Data.IsEmpty && !JsonPeek.IsObject(read.Data) && !read.Data.StartsWith("[DONE]"u8))
        {
            return StreamFrameKind.Unreadable;
        }

        try
        {
            return Event(read.Event.IsEmpty ? JsonPeek.Word(read.Data, "\"type\""u8) : read.Event, read.Data);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return StreamFrameKind.Unreadable;
        }
    }

    private StreamFrameKind Event(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        if (type.SequenceEqual("content_block_delta"u8))
        {
            return Delta(data);
        }

        if (type.SequenceEqual("content_block_start"u8))
        {
            return BlockStart(data);
        }

        if (type.SequenceEqual("message_start"u8) || type.SequenceEqual("message_delta"u8))
        {
            Note(data);
            return StreamFrameKind.Other;
        }

        if (type.SequenceEqual("error"u8))
        {
            return StreamFrameKind.Error;
        }

        return type.SequenceEqual("message_stop"u8) || data.StartsWith("[DONE]"u8) ? StreamFrameKind.Terminal : StreamFrameKind.Other;
    }

    private StreamFrameKind Delta(ReadOnlySpan<byte> data)
    {
        var at = JsonPeek.Value(data, "\"delta\""u8);
        if (at < 0)
        {
            return StreamFrameKind.Other;
        }

        var reader = new Utf8JsonReader(data[at..]);
        var bytes = AnthropicOutput.Measure(ref reader);
        OutputBytes += bytes;
        return bytes > 0 ? StreamFrameKind.Content : StreamFrameKind.Other;
    }

    /// <summary>A tool call, or a redacted thought, is content as soon as it begins; text and thinking come with their deltas.</summary>
    private static StreamFrameKind BlockStart(ReadOnlySpan<byte> data)
    {
        var at = JsonPeek.Value(data, "\"content_block\""u8);
        var type = at < 0 ? default : JsonPeek.Word(data[at..], "\"type\""u8);
        return type.IsEmpty || type.SequenceEqual("text"u8) || type.SequenceEqual("thinking"u8)
            ? StreamFrameKind.Other
            : StreamFrameKind.Content;
    }

    private void Note(ReadOnlySpan<byte> data)
    {
        var read = default(AnthropicEvent);
        read.Read(data, ref _usage);
        Id ??= read.Id;
        Model ??= read.Model;
        if (read.StopReason is { } reason)
        {
            Finish = AnthropicFinish.Read(reason);
        }
    }
}
