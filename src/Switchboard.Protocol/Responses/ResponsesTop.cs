using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Responses;

/// <summary>A <c>response</c> object's top level, in one pass.</summary>
internal struct ResponsesTop
{
    private static readonly string[] Statuses = ["completed", "in_progress", "incomplete", "failed"];

    public string? Id;
    public string? Model;
    public TokenUsage? Usage;
    public bool Failed;
    public bool HasOutput;
    public bool HasCalls;
    public int Items;
    public long OutputBytes;
    public bool HasProvider;
    public bool HasCached;
    public bool HasCacheHitType;
    private string? _status;
    private string? _incomplete;

    /// <summary>Why the model stopped; null while it has not.</summary>
    public readonly FinishReason? Finish => _status is "completed" or "incomplete" ? ResponsesEnd.Finish(_incomplete, HasCalls) : null;

    /// <summary>Reads one object; false where there is none.</summary>
    public bool Read(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return false;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("output"u8))
            {
                Output(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                Usage = ResponsesUsage.Read(ref reader) ?? Usage;
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                Id = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                Model = JsonScan.Text(ref reader);
            }
            else
            {
                Rare(ref reader);
            }
        }

        return true;
    }

    private void Rare(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("status"u8))
        {
            _status = JsonScan.Word(ref reader, Statuses);
            Failed |= _status == "failed";
            return;
        }

        if (reader.ValueTextEquals("incomplete_details"u8))
        {
            Incomplete(ref reader);
            return;
        }

        if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            Failed |= reader.TokenType != JsonTokenType.Null;
        }
        else
        {
            HasProvider |= reader.ValueTextEquals("provider"u8);
            HasCached |= reader.ValueTextEquals("cached"u8);
            HasCacheHitType |= reader.ValueTextEquals("cache_hit_type"u8);
        }

        reader.Skip();
    }

    private void Incomplete(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("reason"u8))
            {
                _incomplete = JsonScan.Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Output(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return;
        }

        HasOutput = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Items++;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Item(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Item(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var (counts, isType) = (false, false);
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                isType = reader.CurrentDepth == depth + 1 && reader.ValueTextEquals("type"u8);
                counts = reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("refusal"u8);
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                OutputBytes += counts ? reader.ValueSpan.Length : 0;
                HasCalls |= isType && (reader.ValueTextEquals("function_call"u8) || reader.ValueTextEquals("custom_tool_call"u8));
            }
        }
    }
}
