using System.Text.Json;
using Switchboard.Protocol.Anthropic;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Writes <c>toolConfig</c>.</summary>
internal static class BedrockToolWriter
{
    private static readonly RawJson NoArguments = RawJson.Copy("""{"type":"object","properties":{}}"""u8);

    public static void Write(Utf8JsonWriter writer, ChatRequest request, List<AnthropicTurn> turns, BedrockModel model)
    {
        var tools = Tools(request, turns);
        if (tools.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("toolConfig"u8);
        writer.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            Tool(writer, tool, model);
            BedrockPartWriter.CachePoint(writer, model.ReadsToolCachePoints ? tool.CacheControl : null);
        }

        writer.WriteEndArray();
        if (request.Tools.Count > 0 && request.ToolChoice is { } choice)
        {
            Choice(writer, choice);
        }

        writer.WriteEndObject();
    }

    /// <summary>
    /// Converse has no word for "call none": then no tool is shown. But a conversation that holds calls is refused without tools, so those
    /// that it used are named; the model may call one again.
    /// </summary>
    private static IReadOnlyList<ToolDefinition> Tools(ChatRequest request, List<AnthropicTurn> turns)
    {
        var used = turns.SelectMany(turn => turn.Parts).OfType<ToolCallPart>().Select(call => call.Name).Distinct().ToList();
        if (request.Tools.Count > 0 && (used.Count > 0 || request.ToolChoice is not { Kind: ToolChoiceKind.None }))
        {
            return request.Tools;
        }

        return [.. used.Select(name => new ToolDefinition(name, NoArguments) { Description = "Used earlier in this conversation." })];
    }

    private static void Tool(Utf8JsonWriter writer, ToolDefinition tool, BedrockModel model)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("toolSpec"u8);
        writer.WriteString("name"u8, tool.Name);
        if (tool.Description is { Length: > 0 } description)
        {
            writer.WriteString("description"u8, description);
        }

        writer.WriteStartObject("inputSchema"u8);
        writer.WriteRaw("json", (tool.Schema ?? NoArguments).Utf8);
        writer.WriteEndObject();
        if (tool.Strict == true && model.EnforcesSchemas)
        {
            writer.WriteBoolean("strict"u8, true);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Choice(Utf8JsonWriter writer, ToolChoice choice)
    {
        if (choice.Kind == ToolChoiceKind.None)
        {
            return;
        }

        writer.WriteStartObject("toolChoice"u8);
        writer.WriteStartObject(choice.Kind switch
        {
            ToolChoiceKind.Required => "any"u8,
            ToolChoiceKind.Named => "tool"u8,
            _ => "auto"u8,
        });
        if (choice.Kind == ToolChoiceKind.Named)
        {
            writer.WriteString("name"u8, choice.Name);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
