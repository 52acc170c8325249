using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Bedrock;

/// <summary>One event of ConverseStream, gathered in one pass whatever the order of its fields.</summary>
internal struct BedrockEvent
{
    public int Index;
    public string? CallId;
    public string? CallName;
    public ChatUpdateKind? DeltaKind;
    public string? DeltaText;
    public string? Signature;
    public string? StopReason;
    public string? StopSequence;

    public void Read(ReadOnlySpan<byte> data, ref BedrockUsage usage)
    {
        var reader = JsonScan.Object(data);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("contentBlockIndex"u8))
            {
                Index = (int)(JsonScan.Whole(ref reader) ?? 0);
            }
            else if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("start"u8))
            {
                Inside(ref reader);
            }
            else if (reader.ValueTextEquals("stopReason"u8))
            {
                StopReason = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("additionalModelResponseFields"u8))
            {
                More(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                usage.Read(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Inside(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                Delta(ChatUpdateKind.Text, JsonScan.Text(ref reader));
            }
            else if (reader.ValueTextEquals("toolUse"u8))
            {
                Call(ref reader);
            }
            else if (reader.ValueTextEquals("reasoningContent"u8))
            {
                Thought(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Call(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("toolUseId"u8))
            {
                CallId = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                CallName = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("input"u8))
            {
                Delta(ChatUpdateKind.ToolArguments, JsonScan.Text(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Thought(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                Delta(ChatUpdateKind.Thinking, JsonScan.Text(ref reader));
            }
            else if (reader.ValueTextEquals("signature"u8))
            {
                Signature = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("redactedContent"u8))
            {
                Delta(ChatUpdateKind.RedactedThinking, JsonScan.Text(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void More(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("stop_sequence"u8))
            {
                StopSequence = JsonScan.Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Delta(ChatUpdateKind kind, string? text) => (DeltaKind, DeltaText) = (kind, text);
}
