using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.OpenAi;
using Switchboard.Protocol.Sse;

namespace Switchboard.Protocol.Operations;

/// <summary>Watches a relayed stream of <c>/v1/completions</c>: chunks as in chat, but with a <c>text</c> in place of the delta.</summary>
public sealed class CompletionTap : IStreamTap
{
    /// <inheritdoc/>
    public TokenUsage? Usage { get; private set; }

    /// <inheritdoc/>
    public string? Id { get; private set; }

    /// <inheritdoc/>
    public string? Model { get; private set; }

    /// <inheritdoc/>
    public FinishReason? Finish { get; private set; }

    /// <inheritdoc/>
    public long OutputBytes { get; private set; }

    /// <inheritdoc/>
    public StreamFrameKind Inspect(ReadOnlySpan<byte> frame)
    {
        var data = SseFrame.Read(frame).Data;
        if (data.StartsWith("[DONE]"u8))
        {
            return StreamFrameKind.Terminal;
        }

        if (data.IsEmpty)
        {
            return StreamFrameKind.Other;
        }

        if (!JsonPeek.IsObject(data))
        {
            return StreamFrameKind.Unreadable;
        }

        try
        {
            return Chunk(data);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return StreamFrameKind.Unreadable;
        }
    }

    private StreamFrameKind Chunk(ReadOnlySpan<byte> data)
    {
        var reader = JsonScan.Object(data);
        var (choices, failed, usage) = (0, false, default(TokenUsage?));
        var before = OutputBytes;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                choices = Choices(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                usage = OperationUsage.Read(ref reader, outputIsImage: false);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                var model = JsonScan.Text(ref reader);
                Model ??= model;
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                var id = JsonScan.Text(ref reader);
                Id ??= id;
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                failed = reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        Usage = usage ?? Usage;
        return failed ? StreamFrameKind.Error
            : usage is not null && choices == 0 ? StreamFrameKind.UsageOnly
            : OutputBytes > before ? StreamFrameKind.Content : StreamFrameKind.Other;
    }

    private int Choices(ref Utf8JsonReader reader)
    {
        var count = 0;
        if (!JsonScan.EntersArray(ref reader))
        {
            return count;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            count++;
            while (JsonScan.NextField(ref reader))
            {
                Choice(ref reader);
            }
        }

        return count;
    }

    private void Choice(ref Utf8JsonReader reader)
    {
        var (isText, isFinish) = (reader.ValueTextEquals("text"u8), reader.ValueTextEquals("finish_reason"u8));
        reader.Read();
        if (isText && reader.TokenType == JsonTokenType.String)
        {
            OutputBytes += reader.ValueSpan.Length;
        }
        else if (isFinish && reader.TokenType == JsonTokenType.String)
        {
            Finish = OpenAiFinish.Read(reader.ValueSpan);
        }

        reader.Skip();
    }
}
