using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Watches a relayed stream of named events, in which OpenAI answers images (<c>image_generation.completed</c>), transcripts
/// (<c>transcript.text.done</c>) and speech (<c>speech.audio.done</c>): the type says whether an event is the last.
/// </summary>
/// <param name="outputIsImage">Whether output tokens are image tokens.</param>
/// <param name="parts">How many parts the answer has, each with a last event of its own: the images that were asked for, else one.</param>
public sealed class EventTap(bool outputIsImage, long parts) : IStreamTap
{
    /// <inheritdoc/>
    public TokenUsage? Usage { get; private set; }

    /// <inheritdoc/>
    public string? Id => null;

    /// <inheritdoc/>
    public string? Model => null;

    /// <inheritdoc/>
    public FinishReason? Finish { get; private set; }

    /// <inheritdoc/>
    public long OutputBytes { get; private set; }

    /// <summary>How many parts are whole.</summary>
    public int Parts { get; private set; }

    /// <inheritdoc/>
    public StreamFrameKind Inspect(ReadOnlySpan<byte> frame)
    {
        var data = SseFrame.Read(frame).Data;
        if (data.IsEmpty)
        {
            return StreamFrameKind.Other;
        }

        if (data.StartsWith("[DONE]"u8))
        {
            return StreamFrameKind.Terminal;
        }

        if (!JsonPeek.IsObject(data))
        {
            return StreamFrameKind.Unreadable;
        }

        try
        {
            return Event(data);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return StreamFrameKind.Unreadable;
        }
    }

    private StreamFrameKind Event(ReadOnlySpan<byte> data)
    {
        var reader = JsonScan.Object(data);
        var (type, failed) = (default(string), false);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                Usage = OperationUsage.Read(ref reader, outputIsImage) ?? Usage;
            }
            else
            {
                var isError = reader.ValueTextEquals("error"u8);
                reader.Read();
                failed |= isError && reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
        }

        if (failed || type == "error")
        {
            return StreamFrameKind.Error;
        }

        OutputBytes += data.Length;
        if (type is null || !(type.EndsWith(".completed", StringComparison.Ordinal) || type.EndsWith(".done", StringComparison.Ordinal)))
        {
            return StreamFrameKind.Content;
        }

        (Finish, Parts) = (FinishReason.Stop, Parts + 1);
        return Parts >= parts ? StreamFrameKind.Terminal : StreamFrameKind.Content;
    }
}
