using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>One event of a message stream, gathered in one pass whatever the order of its fields.</summary>
internal struct AnthropicEvent
{
    /// <summary>The types that come with every delta, so that naming them costs no string.</summary>
    private static readonly string[] Words =
        ["content_block_delta", "text_delta", "input_json_delta", "thinking_delta", "signature_delta"];

    public string? Type;
    public int Index;
    public string? Id;
    public string? Model;
    public string? BlockType;
    public string? BlockId;
    public string? BlockName;
    public string? BlockText;
    public string? DeltaText;
    public string? DeltaType;
    public string? StopReason;
    public string? StopSequence;

    public void Read(ReadOnlySpan<byte> data, ref AnthropicUsage usage)
    {
        var reader = JsonScan.Object(data);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                Type = JsonScan.Word(ref reader, Words);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                Index = (int)(JsonScan.Whole(ref reader) ?? 0);
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                Delta(ref reader);
            }
            else if (reader.ValueTextEquals("content_block"u8))
            {
                Block(ref reader);
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                Message(ref reader, ref usage);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                usage.Merge(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Delta(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("partial_json"u8)
                || reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("signature"u8))
            {
                DeltaText = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                DeltaType = JsonScan.Word(ref reader, Words);
            }
            else if (reader.ValueTextEquals("stop_reason"u8))
            {
                StopReason = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("stop_sequence"u8))
            {
                StopSequence = JsonScan.Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Block(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                BlockType = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                BlockId = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                BlockName = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("data"u8))
            {
                BlockText = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("input"u8))
            {
                BlockText = Input(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>A whole input, which some compatible servers send at once; null for the usual empty object.</summary>
    private static string? Input(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        using var input = JsonDocument.ParseValue(ref reader);
        return input.RootElement.GetPropertyCount() == 0 ? null : RawJson.Copy(input.RootElement).ToString();
    }

    private void Message(ref Utf8JsonReader reader, ref AnthropicUsage usage)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
            {
                Id = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                Model = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                usage.Merge(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
