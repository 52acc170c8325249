using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Ollama;

/// <summary>
/// Writes <c>messages</c>: one text each, pictures beside it. A tool's result names the tool, which is looked up by its call; newer servers
/// also match the ids.
/// </summary>
internal static class OllamaMessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        writer.WriteStartArray("messages"u8);
        if (request.System.Any(text => text.Text.Length > 0))
        {
            Said(writer, "system"u8, request.System);
            writer.WriteEndObject();
        }

        var tools = new Dictionary<string, string>();
        foreach (var message in request.Messages)
        {
            if (message.Role == ChatRole.Assistant)
            {
                Assistant(writer, message, tools);
            }
            else
            {
                User(writer, message, tools);
            }
        }

        writer.WriteEndArray();
    }

    private static void User(Utf8JsonWriter writer, ChatMessage message, Dictionary<string, string> tools)
    {
        foreach (var result in message.Parts.OfType<ToolResultPart>())
        {
            Said(writer, "tool"u8, result.Parts);
            if (tools.TryGetValue(result.CallId, out var name))
            {
                writer.WriteString("tool_name"u8, name);
            }

            writer.WriteString("tool_call_id"u8, result.CallId);
            writer.WriteEndObject();
        }

        var said = message.Parts.Where(part => part is not ToolResultPart).ToList();
        if (said.Count > 0)
        {
            Said(writer, "user"u8, said);
            writer.WriteEndObject();
        }
    }

    private static void Assistant(Utf8JsonWriter writer, ChatMessage message, Dictionary<string, string> tools)
    {
        Said(writer, "assistant"u8, message.Parts);
        var thoughts = message.Parts.OfType<ThinkingPart>().Where(thought => string.IsNullOrEmpty(thought.Signature)).ToList();
        if (thoughts.Count > 0)
        {
            writer.WriteString("thinking"u8, string.Join('\n', thoughts.Select(thought => thought.Text)));
        }

        var calls = message.Parts.OfType<ToolCallPart>().ToList();
        if (calls.Count > 0)
        {
            writer.WriteStartArray("tool_calls"u8);
            foreach (var call in calls)
            {
                tools[call.Id] = call.Name;
                Call(writer, call);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Call(Utf8JsonWriter writer, ToolCallPart call)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, call.Id);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, call.Name);
        ArgumentsObject.Write(writer, "arguments", call.Arguments);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Begins a message with its text and pictures.</summary>
    private static void Said(Utf8JsonWriter writer, ReadOnlySpan<byte> role, IReadOnlyList<ChatPart> parts)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
        writer.WriteString("content"u8, string.Join('\n', parts.Select(Text).Where(text => !string.IsNullOrEmpty(text))));
        var pictures = parts.OfType<ImagePart>().ToList();
        if (pictures.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("images"u8);
        foreach (var picture in pictures)
        {
            writer.WriteStringValue(picture.Source.Base64);
        }

        writer.WriteEndArray();
    }

    private static string? Text(ChatPart part) => part switch
    {
        TextPart text => text.Text,
        RefusalPart refusal => refusal.Text,
        DocumentPart document => document.TitledWords,
        _ => null,
    };
}
