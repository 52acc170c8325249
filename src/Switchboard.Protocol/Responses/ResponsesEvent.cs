using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.OpenAi;

namespace Switchboard.Protocol.Responses;

/// <summary>One event of a responses' stream, in one pass; the fields that its type has no use for stay empty.</summary>
internal ref struct ResponsesEvent
{
    private static readonly string[] Types =
    [
        "response.output_text.delta", "response.function_call_arguments.delta", "response.reasoning_summary_text.delta", "response.refusal.delta",
        "response.reasoning_text.delta", "response.created", "response.in_progress", "response.output_item.added", "response.output_item.done",
        "response.content_part.added", "response.content_part.done", "response.output_text.done", "response.completed",
    ];

    public string? Type;
    public int Output;
    public int Content;
    public int Summary;
    public string? Delta;

    /// <summary>The whole of a text, a refusal or arguments, from the event that ends it.</summary>
    public string? Whole;

    /// <summary>How likely the tokens of a text were; null where it does not tell.</summary>
    public List<TokenLogprob>? Logprobs;

    /// <summary>The item as it stands in the data.</summary>
    public ReadOnlySpan<byte> Item;

    /// <summary>The response as it stands in the data.</summary>
    public ReadOnlySpan<byte> Response;

    public void Read(ReadOnlySpan<byte> data)
    {
        var reader = JsonScan.Object(data);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                Type = JsonScan.Word(ref reader, Types);
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                Delta = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("item"u8))
            {
                Item = Object(ref reader, data);
            }
            else if (reader.ValueTextEquals("response"u8))
            {
                Response = Object(ref reader, data);
            }
            else if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("refusal"u8) || reader.ValueTextEquals("arguments"u8))
            {
                Whole = JsonScan.Text(ref reader);
            }
            else
            {
                Rest(ref reader);
            }
        }
    }

    private void Rest(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("output_index"u8))
        {
            Output = Number(ref reader);
        }
        else if (reader.ValueTextEquals("content_index"u8))
        {
            Content = Number(ref reader);
        }
        else if (reader.ValueTextEquals("logprobs"u8))
        {
            Logprobs = OpenAiLogprobs.Read(ref reader);
        }
        else if (reader.ValueTextEquals("summary_index"u8))
        {
            Summary = Number(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    private static int Number(ref Utf8JsonReader reader) => (int)Math.Clamp(JsonScan.Whole(ref reader) ?? 0, 0, int.MaxValue);

    private static ReadOnlySpan<byte> Object(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        reader.Skip();
        return isObject ? data[start..(int)reader.BytesConsumed] : default;
    }
}
