using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Responses;

/// <summary>What a stream's reader needs of an output item.</summary>
internal readonly record struct ResponsesItem(string? Type)
{
    private static readonly string[] Types = ["message", "function_call", "reasoning"];

    public string? CallId { get; init; }

    public string? Name { get; init; }

    public string? Arguments { get; init; }

    public string? Encrypted { get; init; }

    /// <summary>The summary's texts as paragraphs.</summary>
    public string Summary { get; init; } = string.Empty;

    public static ResponsesItem Read(ReadOnlySpan<byte> json)
    {
        var item = new ResponsesItem(null);
        if (json.IsEmpty)
        {
            return item;
        }

        var reader = JsonScan.Object(json);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                item = item with { Type = JsonScan.Word(ref reader, Types) };
            }
            else if (reader.ValueTextEquals("call_id"u8))
            {
                item = item with { CallId = JsonScan.Text(ref reader) };
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                item = item with { Name = JsonScan.Text(ref reader) };
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                item = item with { Arguments = JsonScan.Text(ref reader) };
            }
            else if (reader.ValueTextEquals("encrypted_content"u8))
            {
                item = item with { Encrypted = JsonScan.Text(ref reader) };
            }
            else if (reader.ValueTextEquals("summary"u8))
            {
                item = item with { Summary = Texts(ref reader) };
            }
            else
            {
                reader.Skip();
            }
        }

        return item;
    }

    private static string Texts(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return string.Empty;
        }

        var texts = new StringBuilder();
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("text"u8) && JsonScan.Text(ref reader) is { } text)
            {
                texts.Append(texts.Length > 0 ? "\n\n" : "").Append(text);
            }
        }

        return texts.ToString();
    }
}
