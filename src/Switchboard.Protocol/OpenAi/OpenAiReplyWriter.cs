using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>
/// Writes a whole <c>chat.completion</c>. Thinking goes in <c>reasoning_content</c>, the word that servers of the dialect share.
/// </summary>
internal static class OpenAiReplyWriter
{
    public static void Write(ChatReply reply, ChatReplyOptions options, IBufferWriter<byte> output)
    {
        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteString("id"u8, reply.Id.Length > 0 ? reply.Id : options.Id ?? OpenAiIds.NewCompletion());
        writer.WriteString("object"u8, "chat.completion"u8);
        writer.WriteNumber("created"u8, reply.Created ?? options.Created.ToUnixTimeSeconds());
        writer.WriteString("model"u8, options.Model ?? reply.Model);
        writer.WriteStartArray("choices"u8);
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, 0);
        Message(writer, reply.Parts);
        OpenAiLogprobs.WriteChoice(writer, [.. reply.Parts.OfType<TextPart>().SelectMany(part => part.Logprobs ?? [])]);
        writer.WriteString("finish_reason"u8, OpenAiFinish.Write(reply.Finish));
        writer.WriteEndObject();
        writer.WriteEndArray();
        if (reply.Usage is { } usage)
        {
            OpenAiUsage.Write(writer, usage);
        }

        writer.WriteEndObject();
    }

    private static void Message(Utf8JsonWriter writer, IReadOnlyList<ChatPart> parts)
    {
        writer.WriteStartObject("message"u8);
        writer.WriteString("role"u8, "assistant"u8);
        writer.WriteString("content"u8, Joined(parts.OfType<TextPart>().Select(part => part.Text)));
        writer.WriteString("refusal"u8, Joined(parts.OfType<RefusalPart>().Select(part => part.Text)));
        if (Joined(parts.OfType<ThinkingPart>().Select(part => part.Text)) is { } thoughts)
        {
            writer.WriteString("reasoning_content"u8, thoughts);
        }

        OpenAiPartWriter.Calls(writer, parts, seals: true);
        writer.WriteEndObject();
    }

    private static string? Joined(IEnumerable<string> texts)
    {
        var text = string.Concat(texts);
        return text.Length == 0 ? null : text;
    }
}
