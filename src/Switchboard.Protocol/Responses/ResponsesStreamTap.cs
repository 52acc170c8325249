using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.Responses;

/// <summary>Watches a relayed stream of responses' events. Only the events that hold the whole response are parsed.</summary>
internal sealed class ResponsesStreamTap : IStreamTap
{
    public TokenUsage? Usage { get; private set; }

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
        if (type.EndsWith(".delta"u8))
        {
            return Delta(data);
        }

        if (type.SequenceEqual("response.output_item.added"u8))
        {
            return ItemAdded(data);
        }

        if (type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8))
        {
            Note(data, ended: true);
            return StreamFrameKind.Terminal;
        }

        if (type.SequenceEqual("response.failed"u8) || type.SequenceEqual("error"u8))
        {
            return StreamFrameKind.Error;
        }

        if (Model is null && (type.SequenceEqual("response.created"u8) || type.SequenceEqual("response.in_progress"u8)))
        {
            Note(data, ended: false);
        }

        return StreamFrameKind.Other;
    }

    private StreamFrameKind Delta(ReadOnlySpan<byte> data)
    {
        var at = JsonPeek.Value(data, "\"delta\""u8);
        if (at < 0 || data[at] != '"')
        {
            return StreamFrameKind.Other;
        }

        var reader = new Utf8JsonReader(data[at..]);
        reader.Read();
        OutputBytes += reader.ValueSpan.Length;
        return reader.ValueSpan.IsEmpty ? StreamFrameKind.Other : StreamFrameKind.Content;
    }

    /// <summary>A tool's call is content as soon as it begins; text and thinking come with their deltas.</summary>
    private static StreamFrameKind ItemAdded(ReadOnlySpan<byte> data)
    {
        var at = JsonPeek.Value(data, "\"item\""u8);
        var item = at < 0 ? default : data[at..];
        return JsonPeek.Has(item, "\"arguments\""u8) ? StreamFrameKind.Content : StreamFrameKind.Other;
    }

    private void Note(ReadOnlySpan<byte> data, bool ended)
    {
        var at = JsonPeek.Value(data, "\"response\""u8);
        if (at < 0)
        {
            return;
        }

        var top = default(ResponsesTop);
        var reader = new Utf8JsonReader(data[at..]);
        top.Read(ref reader);
        Id ??= top.Id;
        Model ??= top.Model;
        Usage = top.Usage ?? Usage;
        Finish = ended ? top.Finish ?? FinishReason.Stop : Finish;
    }
}
