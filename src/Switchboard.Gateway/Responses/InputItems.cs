using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Responses;

/// <summary>
/// The items that a kept response was asked with, as OpenAI lists them (platform.openai.com/docs/api-reference/responses/input-items): the
/// newest first unless asked otherwise, page by page. Items that came without an id get one that stays the same.
/// </summary>
internal static class InputItems
{
    private const int UsualPage = 20;
    private const int LargestPage = 100;

    public static (ReadOnlyMemory<byte> Body, ExchangeError? Error) Page(StoredResponse kept, HoldingAsk ask)
    {
        var limit = UsualPage;
        if (ask.Part("limit") is { } text && (!int.TryParse(text, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestPage))
        {
            return (default, Fault($"'limit' must be a whole number from 1 to {LargestPage}.", "limit"));
        }

        if (ask.Part("order") is not (null or "asc" or "desc") and var order)
        {
            return (default, Fault($"'order' must be asc or desc, and is '{order}'.", "order"));
        }

        using var document = JsonDocument.Parse(kept.Input.IsEmpty ? "[]"u8.ToArray() : kept.Input);
        var items = document.RootElement.EnumerateArray().Select((item, i) => (Id: IdOf(item, kept.Id, i), Item: item)).ToList();
        if (ask.Part("order") != "asc")
        {
            items.Reverse();
        }

        if (ask.Part("after") is { } after)
        {
            items.RemoveRange(0, items.FindIndex(item => item.Id == after) + 1);
        }

        return (Write(items, limit), null);
    }

    private static ReadOnlyMemory<byte> Write(List<(string Id, JsonElement Item)> items, int limit)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "list"u8);
            writer.WriteStartArray("data"u8);
            foreach (var (id, item) in items.Take(limit))
            {
                WriteItem(writer, id, item);
            }

            writer.WriteEndArray();
            writer.WriteString("first_id"u8, items.Count > 0 ? items[0].Id : null);
            writer.WriteString("last_id"u8, items.Count > 0 ? items[Math.Min(limit, items.Count) - 1].Id : null);
            writer.WriteBoolean("has_more"u8, items.Count > limit);
            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    /// <summary>An item with what a request may leave out: its id, its type, and the parts of a content that is one text.</summary>
    private static void WriteItem(Utf8JsonWriter writer, string id, JsonElement item)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, id);
        writer.WriteString("type"u8, TypeOf(item));
        foreach (var field in item.EnumerateObject().Where(static f => f.Name is not ("id" or "type")))
        {
            if (field.Name == "content" && field.Value.ValueKind == JsonValueKind.String)
            {
                WriteText(writer, field.Value, Text(item, "role") == "assistant");
            }
            else
            {
                field.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, JsonElement text, bool isOutput)
    {
        writer.WriteStartArray("content"u8);
        writer.WriteStartObject();
        writer.WriteString("type"u8, isOutput ? "output_text"u8 : "input_text"u8);
        writer.WritePropertyName("text"u8);
        text.WriteTo(writer);
        if (isOutput)
        {
            writer.WriteStartArray("annotations"u8);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static string IdOf(JsonElement item, string response, int place) => Text(item, "id") ?? string.Create(
        CultureInfo.InvariantCulture,
        $"{(TypeOf(item) switch { "message" => "msg", "function_call" => "fc", _ => "item" })}_{response[(response.IndexOf('_', StringComparison.Ordinal) + 1)..]}_{place}");

    /// <summary>What has no type is a message.</summary>
    private static string TypeOf(JsonElement item) => Text(item, "type") ?? "message";

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static ExchangeError Fault(string message, string param) => new(ErrorKind.InvalidRequest, message) { Param = param };
}
