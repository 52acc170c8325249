using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Cohere;

/// <summary>One event of a chat stream, gathered in one pass whatever the order of its fields.</summary>
internal struct CohereEvent
{
    /// <summary>The types that come with every delta, so that naming them costs no string.</summary>
    private static readonly string[] Words = ["content-delta", "tool-plan-delta", "tool-call-delta"];

    public string? Type;
    public string? Id;
    public int Index;
    public string? Text;
    public string? Thinking;
    public string? Plan;
    public string? CallId;
    public string? CallName;
    public string? Arguments;
    public string? Finish;
    public string? Error;
    public TokenUsage? Usage;
    public List<TokenLogprob>? Logprobs;

    public void Read(ReadOnlySpan<byte> data)
    {
        var reader = JsonScan.Object(data);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                Type = JsonScan.Word(ref reader, Words);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                Id = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                Index = (int)(JsonScan.Whole(ref reader) ?? 0);
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                Delta(ref reader);
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                Logprobs = CohereLogprobs.Read(ref reader);
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                Error = JsonScan.Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>The names inside a delta tell what they are at any depth.</summary>
    private void Delta(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("usage"u8))
            {
                Usage = CohereUsage.Read(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("citations"u8))
            {
                reader.Skip();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                Field(ref reader);
            }
        }
    }

    private void Field(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("text"u8))
        {
            Set(ref reader, ref Text);
        }
        else if (reader.ValueTextEquals("thinking"u8))
        {
            Set(ref reader, ref Thinking);
        }
        else if (reader.ValueTextEquals("tool_plan"u8))
        {
            Set(ref reader, ref Plan);
        }
        else if (reader.ValueTextEquals("arguments"u8))
        {
            Set(ref reader, ref Arguments);
        }
        else if (reader.ValueTextEquals("id"u8))
        {
            Set(ref reader, ref CallId);
        }
        else if (reader.ValueTextEquals("name"u8))
        {
            Set(ref reader, ref CallName);
        }
        else if (reader.ValueTextEquals("finish_reason"u8))
        {
            Set(ref reader, ref Finish);
        }
        else if (reader.ValueTextEquals("error"u8))
        {
            Set(ref reader, ref Error);
        }
    }

    private static void Set(ref Utf8JsonReader reader, ref string? field) => field = JsonScan.Text(ref reader) ?? field;
}
