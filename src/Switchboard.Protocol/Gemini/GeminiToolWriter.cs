using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>
/// Writes <c>tools</c> and <c>toolConfig</c>. Schemas go as they are, in <c>parametersJsonSchema</c>: the older <c>parameters</c> refuses
/// what JSON schema has beyond OpenAPI's.
/// </summary>
internal static class GeminiToolWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        // Without functions there is nothing to choose, and the vendor refuses a choice.
        if (request.Tools.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        writer.WriteStartObject();
        writer.WriteStartArray("functionDeclarations"u8);
        foreach (var tool in request.Tools)
        {
            Tool(writer, tool);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (request.ToolChoice is { } choice)
        {
            Choice(writer, choice);
        }
    }

    private static void Tool(Utf8JsonWriter writer, ToolDefinition tool)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, tool.Name);
        if (tool.Description is { Length: > 0 } description)
        {
            writer.WriteString("description"u8, description);
        }

        if (tool.Schema is { } schema)
        {
            writer.WriteRaw("parametersJsonSchema", schema.Utf8);
        }

        writer.WriteEndObject();
    }

    private static void Choice(Utf8JsonWriter writer, ToolChoice choice)
    {
        writer.WriteStartObject("toolConfig"u8);
        writer.WriteStartObject("functionCallingConfig"u8);
        writer.WriteString("mode"u8, choice.Kind switch
        {
            ToolChoiceKind.None => "NONE"u8,
            ToolChoiceKind.Auto => "AUTO"u8,
            _ => "ANY"u8,
        });
        if (choice.Kind == ToolChoiceKind.Named)
        {
            writer.WriteStartArray("allowedFunctionNames"u8);
            writer.WriteStringValue(choice.Name);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
