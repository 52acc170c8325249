using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>
/// Writes <c>messages</c>. A user turn's tool results become tool messages of their own, right after the calls; pictures and files inside
/// them, which a tool message cannot hold, follow in the user message.
/// </summary>
internal static class OpenAiMessageWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request, ChatRequestOptions options)
    {
        writer.WriteStartArray("messages"u8);
        if (request.System.Count > 0)
        {
            Start(writer, "system"u8, name: null);
            OpenAiPartWriter.Content(writer, request.System, options);
            writer.WriteEndObject();
        }

        foreach (var message in request.Messages)
        {
            if (message.Role == ChatRole.Assistant)
            {
                Assistant(writer, message, options);
            }
            else
            {
                User(writer, message, options);
            }
        }

        writer.WriteEndArray();
    }

    private static void User(Utf8JsonWriter writer, ChatMessage message, ChatRequestOptions options)
    {
        var said = new List<ChatPart>();
        foreach (var result in message.Parts.OfType<ToolResultPart>())
        {
            var media = result.Parts.Where(part => part is not TextPart).ToList();
            Start(writer, "tool"u8, name: null);
            writer.WriteString("tool_call_id"u8, result.CallId);
            writer.WriteString("content"u8, ResultText(result, media.Count));
            CacheMarks.Write(writer, options.KeepsCacheControl ? result.CacheControl : null);
            writer.WriteEndObject();
            if (media.Count > 0)
            {
                said.Add(new TextPart($"Attached to the result of tool call {result.CallId}:"));
                said.AddRange(media);
            }
        }

        said.AddRange(message.Parts.Where(part => part is not ToolResultPart));
        if (said.Count > 0)
        {
            Start(writer, "user"u8, message.Name);
            OpenAiPartWriter.Content(writer, said, options);
            writer.WriteEndObject();
        }
    }

    private static string ResultText(ToolResultPart result, int media)
    {
        var text = string.Join('\n', result.Parts.OfType<TextPart>().Select(part => part.Text));
        return text.Length == 0 && media > 0 ? "See the attachment in the next message." : text;
    }

    private static void Assistant(Utf8JsonWriter writer, ChatMessage message, ChatRequestOptions options)
    {
        Start(writer, "assistant"u8, message.Name);
        var text = message.Parts.Where(part => part is TextPart).ToList();
        if (text.Count > 0)
        {
            OpenAiPartWriter.Content(writer, text, options);
        }
        else
        {
            writer.WriteNull("content"u8);
        }

        if (message.Parts.OfType<RefusalPart>().FirstOrDefault() is { } refusal)
        {
            writer.WriteString("refusal"u8, refusal.Text);
        }

        OpenAiPartWriter.Calls(writer, message.Parts, seals: false);
        writer.WriteEndObject();
    }

    private static void Start(Utf8JsonWriter writer, ReadOnlySpan<byte> role, string? name)
    {
        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
        if (name is not null)
        {
            writer.WriteString("name"u8, name);
        }
    }
}
