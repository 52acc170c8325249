using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Writes <c>messages</c> and content blocks.</summary>
internal static class AnthropicMessageWriter
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ChatMessage> messages)
    {
        writer.WriteStartArray("messages"u8);
        foreach (var turn in AnthropicTurn.Group(messages))
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, turn.Role == ChatRole.User ? "user"u8 : "assistant"u8);
            writer.WriteStartArray("content"u8);
            foreach (var part in turn.Parts)
            {
                Block(writer, part);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void Block(Utf8JsonWriter writer, ChatPart part)
    {
        writer.WriteStartObject();
        switch (part)
        {
            case TextPart text:
                Text(writer, text.Text);
                break;
            case RefusalPart refusal:
                Text(writer, refusal.Text);
                break;
            case ImagePart image:
                AnthropicDocument.Image(writer, image);
                break;
            case DocumentPart document:
                AnthropicDocument.Document(writer, document);
                break;
            case ThinkingPart thinking:
                writer.WriteString("type"u8, "thinking"u8);
                writer.WriteString("thinking"u8, thinking.Text);
                writer.WriteString("signature"u8, thinking.Signature ?? string.Empty);
                break;
            case RedactedThinkingPart redacted:
                writer.WriteString("type"u8, "redacted_thinking"u8);
                writer.WriteString("data"u8, redacted.Data);
                break;
            case ToolCallPart call:
                writer.WriteString("type"u8, "tool_use"u8);
                writer.WriteString("id"u8, AnthropicIds.Call(call.Id));
                writer.WriteString("name"u8, call.Name);
                ArgumentsObject.Write(writer, "input", call.Arguments);
                break;
            case ToolResultPart result:
                Result(writer, result);
                break;
        }

        CacheMarks.Write(writer, part.CacheControl);
        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string text)
    {
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, text);
    }

    private static void Result(Utf8JsonWriter writer, ToolResultPart result)
    {
        writer.WriteString("type"u8, "tool_result"u8);
        writer.WriteString("tool_use_id"u8, AnthropicIds.Call(result.CallId));
        if (result.Parts is [TextPart { CacheControl: null } only])
        {
            writer.WriteString("content"u8, only.Text);
        }
        else if (result.Parts.Count > 0)
        {
            writer.WriteStartArray("content"u8);
            foreach (var part in result.Parts.Where(part => part is not TextPart { Text: "" }))
            {
                Block(writer, part);
            }

            writer.WriteEndArray();
        }

        if (result.IsError)
        {
            writer.WriteBoolean("is_error"u8, true);
        }
    }
}
