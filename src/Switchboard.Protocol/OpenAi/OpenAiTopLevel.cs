using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>The top level of a chunk or a whole completion, in one pass.</summary>
internal struct OpenAiTopLevel
{
    public string? Id;
    public string? Model;
    public TokenUsage? Usage;
    public FinishReason? Finish;
    public bool Failed;
    public bool HasMessage;
    public int Choices;
    public long OutputBytes;
    public bool HasProvider;
    public bool HasCached;
    public bool HasCacheHitType;

    /// <summary>Reads one object; false where there is none.</summary>
    public bool Read(ref Utf8JsonReader reader, bool names)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return false;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                ReadChoices(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                Usage = OpenAiUsage.Read(ref reader) ?? Usage;
            }
            else if (names && reader.ValueTextEquals("id"u8))
            {
                Id = JsonScan.Text(ref reader);
            }
            else if (names && reader.ValueTextEquals("model"u8))
            {
                Model = JsonScan.Text(ref reader);
            }
            else
            {
                ReadRare(ref reader);
            }
        }

        return true;
    }

    private void ReadRare(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            Failed = reader.TokenType != JsonTokenType.Null;
        }
        else if (reader.ValueTextEquals("x_groq"u8))
        {
            Usage = Nested(ref reader) ?? Usage;
            return;
        }
        else
        {
            HasProvider |= reader.ValueTextEquals("provider"u8);
            HasCached |= reader.ValueTextEquals("cached"u8);
            HasCacheHitType |= reader.ValueTextEquals("cache_hit_type"u8);
        }

        reader.Skip();
    }

    /// <summary>The usage inside Groq's own object.</summary>
    internal static TokenUsage? Nested(ref Utf8JsonReader reader)
    {
        TokenUsage? usage = null;
        if (JsonScan.EntersObject(ref reader))
        {
            while (JsonScan.NextField(ref reader))
            {
                if (reader.ValueTextEquals("usage"u8))
                {
                    usage = OpenAiUsage.Read(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return usage;
    }

    private void ReadChoices(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Choices++;
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadChoice(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader)
    {
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("message"u8))
            {
                OutputBytes += OpenAiOutput.Measure(ref reader, out _);
                HasMessage |= reader.TokenType == JsonTokenType.EndObject;
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                if (JsonScan.Text(ref reader) is { } reason)
                {
                    Finish = Worse(Finish, OpenAiFinish.Read(reason));
                }
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                Usage = OpenAiUsage.Read(ref reader) ?? Usage;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static FinishReason Worse(FinishReason? first, FinishReason next) =>
        first is null || (first is FinishReason.Stop or FinishReason.ToolCalls && next is FinishReason.Length or FinishReason.ContentFilter)
            ? next
            : first.Value;
}
