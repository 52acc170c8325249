using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Cohere;

/// <summary>Writes <c>tools</c>, <c>strict_tools</c> and <c>tool_choice</c>.</summary>
internal static class CohereToolWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        if (request.Tools.Count == 0)
        {
            return;
        }

        // There is no word for one tool by name; that tool alone, and required, comes to the same.
        var named = request.ToolChoice is { Kind: ToolChoiceKind.Named } choice ? choice.Name : null;
        writer.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools.Where(tool => named is null || tool.Name == named))
        {
            Tool(writer, tool);
        }

        writer.WriteEndArray();
        if (request.Tools.All(tool => tool.Strict == true))
        {
            writer.WriteBoolean("strict_tools"u8, true);
        }

        if (request.ToolChoice is { Kind: not ToolChoiceKind.Auto } how)
        {
            writer.WriteString("tool_choice"u8, how.Forces ? "REQUIRED"u8 : "NONE"u8);
        }
    }

    private static void Tool(Utf8JsonWriter writer, ToolDefinition tool)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, tool.Name);
        if (tool.Description is { Length: > 0 } description)
        {
            writer.WriteString("description"u8, description);
        }

        writer.WriteRaw("parameters", tool.Schema is { } schema ? schema.Utf8 : """{"type":"object","properties":{}}"""u8);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
