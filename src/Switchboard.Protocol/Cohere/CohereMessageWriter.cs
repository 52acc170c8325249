using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.OpenAi;

namespace Switchboard.Protocol.Cohere;

/// <summary>
/// Writes <c>messages</c>. A user turn's tool results become tool messages of their own; pictures inside them, which a tool message cannot
/// hold, follow in the user message. What was said before calls is their plan.
/// </summary>
internal static class CohereMessageWriter
{
    /// <summary>Whether a thought of the history has no place.</summary>
    public static bool IsLost(ChatPart part, ChatMessage message) =>
        part is RedactedThinkingPart || (part is ThinkingPart thought && !(IsUnsigned(thought) && ThoughtsArePlan(message)));

    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        writer.WriteStartArray("messages"u8);
        if (request.System.Any(text => text.Text.Length > 0))
        {
            Start(writer, "system"u8);
            CohereContent.Write(writer, request.System);
            writer.WriteEndObject();
        }

        foreach (var message in request.Messages)
        {
            if (message.Role == ChatRole.Assistant)
            {
                Assistant(writer, message);
            }
            else
            {
                User(writer, message);
            }
        }

        writer.WriteEndArray();
    }

    private static void User(Utf8JsonWriter writer, ChatMessage message)
    {
        var said = new List<ChatPart>();
        foreach (var result in message.Parts.OfType<ToolResultPart>())
        {
            var pictures = result.Parts.Where(part => part is ImagePart).ToList();
            Start(writer, "tool"u8);
            writer.WriteString("tool_call_id"u8, result.CallId);
            CohereContent.WriteResult(writer, result);
            writer.WriteEndObject();
            if (pictures.Count > 0)
            {
                said.Add(new TextPart($"Attached to the result of tool call {result.CallId}:"));
                said.AddRange(pictures);
            }
        }

        said.AddRange(message.Parts.Where(part => part is not ToolResultPart));
        if (said.Count > 0)
        {
            Start(writer, "user"u8);
            CohereContent.Write(writer, said);
            writer.WriteEndObject();
        }
    }

    private static void Assistant(Utf8JsonWriter writer, ChatMessage message)
    {
        var calls = message.Parts.Any(part => part is ToolCallPart);
        var said = message.Parts.Where(part => part is TextPart { Text.Length: > 0 } or RefusalPart).ToList();
        if (!calls && said.Count == 0)
        {
            return;
        }

        Start(writer, "assistant"u8);
        if (!calls)
        {
            CohereContent.Write(writer, said);
        }
        else
        {
            if (Plan(message) is { Length: > 0 } plan)
            {
                writer.WriteString("tool_plan"u8, plan);
            }

            OpenAiPartWriter.Calls(writer, message.Parts, seals: false);
        }

        writer.WriteEndObject();
    }

    private static string Plan(ChatMessage message) => string.Join('\n', ThoughtsArePlan(message)
        ? message.Parts.OfType<ThinkingPart>().Where(IsUnsigned).Select(thought => thought.Text)
        : message.Parts.OfType<TextPart>().Select(part => part.Text));

    private static bool ThoughtsArePlan(ChatMessage message) =>
        message.Parts.Any(part => part is ToolCallPart) && !message.Parts.Any(part => part is TextPart { Text.Length: > 0 });

    /// <summary>A signed thought is another vendor's, in words that are not meant for this one.</summary>
    private static bool IsUnsigned(ThinkingPart thought) => string.IsNullOrEmpty(thought.Signature);

    private static void Start(Utf8JsonWriter writer, ReadOnlySpan<byte> role)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
    }
}
