using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.OpenAi;

namespace Switchboard.Protocol.Ollama;

/// <summary>One line of a stream, or a whole reply, which is the same object once more.</summary>
internal struct OllamaLine
{
    public string? Model;
    public string? CreatedAt;
    public bool HasMessage;
    public string? Content;
    public string? Thinking;
    public List<OllamaCall>? Calls;
    public List<TokenLogprob>? Logprobs;
    public bool Done;
    public string? DoneReason;
    public bool Failed;
    public long? PromptTokens;
    public long? AnswerTokens;

    /// <summary>What was consumed; null where the server does not tell, as older ones where their cache held the whole prompt.</summary>
    public readonly TokenUsage? Usage =>
        PromptTokens is null && AnswerTokens is null ? null : new(Count(PromptTokens), Count(AnswerTokens));

    public void Read(ReadOnlySpan<byte> data)
    {
        var reader = JsonScan.Object(data);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("message"u8))
            {
                Message(ref reader, data);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                Model = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("created_at"u8))
            {
                CreatedAt = JsonScan.Text(ref reader);
            }
            else
            {
                End(ref reader);
            }
        }

        // Throws where something follows the object.
        reader.Read();
    }

    private void End(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("done"u8))
        {
            reader.Read();
            Done = reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }
        else if (reader.ValueTextEquals("done_reason"u8))
        {
            DoneReason = JsonScan.Text(ref reader);
        }
        else if (reader.ValueTextEquals("prompt_eval_count"u8))
        {
            PromptTokens = JsonScan.Whole(ref reader);
        }
        else if (reader.ValueTextEquals("eval_count"u8))
        {
            AnswerTokens = JsonScan.Whole(ref reader);
        }
        else if (reader.ValueTextEquals("logprobs"u8))
        {
            Logprobs = OpenAiLogprobs.Read(ref reader);
        }
        else if (reader.ValueTextEquals("error"u8))
        {
            reader.Read();
            Failed = reader.TokenType != JsonTokenType.Null;
            reader.Skip();
        }
        else
        {
            reader.Skip();
        }
    }

    private void Message(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        HasMessage = true;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                Content = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("thinking"u8))
            {
                Thinking = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                ToolCalls(ref reader, data);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ToolCalls(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                (Calls ??= []).Add(ToolCall(ref reader, data));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static OllamaCall ToolCall(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        var call = new OllamaCall(Id: null, string.Empty, string.Empty);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
            {
                call = call with { Id = JsonScan.Text(ref reader) };
            }
            else if (reader.ValueTextEquals("function"u8) && JsonScan.EntersObject(ref reader))
            {
                call = Function(ref reader, data, call);
            }
            else
            {
                reader.Skip();
            }
        }

        return call;
    }

    private static OllamaCall Function(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, OllamaCall call)
    {
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                call = call with { Name = JsonScan.Text(ref reader) ?? string.Empty };
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                call = call with { Arguments = Arguments(ref reader, data) };
            }
            else
            {
                reader.Skip();
            }
        }

        return call;
    }

    /// <summary>An object as it stands; servers that copy this one sometimes send OpenAI's text instead.</summary>
    private static string Arguments(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return JsonText.Read(ref reader);
        }

        var start = (int)reader.TokenStartIndex;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        reader.Skip();
        return isObject ? Encoding.UTF8.GetString(data[start..(int)reader.BytesConsumed]) : string.Empty;
    }

    private static long Count(long? tokens) => Math.Clamp(tokens ?? 0, 0, long.MaxValue / 16);
}
