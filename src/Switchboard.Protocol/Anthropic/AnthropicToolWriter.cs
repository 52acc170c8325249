using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Writes <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class AnthropicToolWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, ClaudeTraits traits)
    {
        // Without tools there is nothing to choose, and the vendor refuses a choice.
        if (request.Tools.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            Tool(writer, tool, traits);
        }

        writer.WriteEndArray();
        if (request.ToolChoice is not null || request.ParallelToolCalls is not null)
        {
            // One answer is enough.
            var parallel = request.ToolChoice?.Name == JsonAnswer.Tool ? false : request.ParallelToolCalls;
            Choice(writer, request.ToolChoice ?? new(ToolChoiceKind.Auto), parallel);
        }
    }

    private static void Tool(Utf8JsonWriter writer, ToolDefinition tool, ClaudeTraits traits)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, tool.Name);
        if (tool.Description is { Length: > 0 } description)
        {
            writer.WriteString("description"u8, description);
        }

        writer.WriteRaw("input_schema", tool.Schema is { } schema ? schema.Utf8 : """{"type":"object","properties":{}}"""u8);
        if (tool.Strict == true && traits.EnforcesSchemas)
        {
            writer.WriteBoolean("strict"u8, true);
        }

        CacheMarks.Write(writer, tool.CacheControl);
        writer.WriteEndObject();
    }

    private static void Choice(Utf8JsonWriter writer, ToolChoice choice, bool? parallel)
    {
        writer.WriteStartObject("tool_choice"u8);
        writer.WriteString("type"u8, choice.Kind switch
        {
            ToolChoiceKind.None => "none"u8,
            ToolChoiceKind.Required => "any"u8,
            ToolChoiceKind.Named => "tool"u8,
            _ => "auto"u8,
        });
        if (choice.Kind == ToolChoiceKind.Named)
        {
            writer.WriteString("name"u8, choice.Name);
        }

        if (parallel is { } several && choice.Kind != ToolChoiceKind.None)
        {
            writer.WriteBoolean("disable_parallel_tool_use"u8, !several);
        }

        writer.WriteEndObject();
    }
}
