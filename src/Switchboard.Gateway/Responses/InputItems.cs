using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Switchboard.Gateway.Responses;

/// <summary>
/// The items of kept responses, as OpenAI lists them: those of a request, and those of an answer that a later request went on from. Items
/// that came without an id get one that stays the same.
/// </summary>
internal static class InputItems
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    /// <summary>What the request itself held, in its order.</summary>
    public static IEnumerable<InputItem> Asked(StoredResponse kept) => Items(kept.Input).Select((item, i) => new InputItem(IdOf(item, kept.Id + "_in", i), item));

    /// <summary>What was answered, as far as it is shown to the next model: thoughts are not (<see cref="ConversationBody"/>).</summary>
    public static IEnumerable<InputItem> Answered(StoredResponse kept) => Items(ResponseBytes.Field(kept.Response, "output"u8))
        .Where(static item => TypeOf(item) != "reasoning").Select((item, i) => new InputItem(IdOf(item, kept.Id + "_out", i), item));

    public static ReadOnlyMemory<byte> Write(IReadOnlyList<InputItem> page, bool hasMore)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "list"u8);
            writer.WriteStartArray("data"u8);
            foreach (var (id, item) in page)
            {
                WriteItem(writer, id, item);
            }

            writer.WriteEndArray();
            writer.WriteString("first_id"u8, page.Count > 0 ? page[0].Id : null);
            writer.WriteString("last_id"u8, page.Count > 0 ? page[^1].Id : null);
            writer.WriteBoolean("has_more"u8, hasMore);
            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    private static IEnumerable<JsonElement> Items(ReadOnlyMemory<byte> array) =>
        array.IsEmpty ? [] : JsonElement.Parse(array.Span, Options).EnumerateArray();

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
}
