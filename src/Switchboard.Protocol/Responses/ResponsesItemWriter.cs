using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Responses;

/// <summary>Writes <c>input</c>: a turn becomes messages, calls, results and thoughts, in the order of its parts.</summary>
internal static class ResponsesItemWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        writer.WriteStartArray("input"u8);
        foreach (var message in request.Messages)
        {
            var said = new List<ChatPart>();
            foreach (var part in message.Parts)
            {
                if (part is ToolCallPart or ToolResultPart or ThinkingPart or RedactedThinkingPart)
                {
                    Message(writer, message.Role, said);
                    Item(writer, part);
                }
                else
                {
                    said.Add(part);
                }
            }

            Message(writer, message.Role, said);
        }

        writer.WriteEndArray();
    }

    private static void Message(Utf8JsonWriter writer, ChatRole role, List<ChatPart> said)
    {
        if (said.Count == 0)
        {
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("role"u8, role == ChatRole.Assistant ? "assistant"u8 : "user"u8);
        Parts(writer, "content"u8, said, role);
        writer.WriteEndObject();
        said.Clear();
    }

    private static void Item(Utf8JsonWriter writer, ChatPart part)
    {
        switch (part)
        {
            case ToolCallPart call:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "function_call"u8);
                writer.WriteString("call_id"u8, call.Id);
                writer.WriteString("name"u8, call.Name);
                writer.WriteString("arguments"u8, call.Arguments.Length == 0 ? "{}" : call.Arguments);
                writer.WriteEndObject();
                break;
            case ToolResultPart result:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "function_call_output"u8);
                writer.WriteString("call_id"u8, result.CallId);
                Result(writer, result.Parts);
                writer.WriteEndObject();
                break;
            case ThinkingPart { Signature: var seal } when ThoughtSeal.IsOpenAis(seal):
            case RedactedThinkingPart { Data: var data } when ThoughtSeal.IsOpenAis(data):
                ResponsesOutput.Item(writer, part, ResponsesIds.NewId("rs_"), "completed"u8);
                break;
        }
    }

    private static void Result(Utf8JsonWriter writer, IReadOnlyList<ChatPart> parts)
    {
        if (parts.All(static part => part is TextPart))
        {
            writer.WriteString("output"u8, string.Join('\n', parts.Select(static part => ((TextPart)part).Text)));
        }
        else
        {
            Parts(writer, "output"u8, parts, ChatRole.User);
        }
    }

    private static void Parts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<ChatPart> parts, ChatRole role)
    {
        writer.WriteStartArray(name);
        foreach (var part in parts)
        {
            writer.WriteStartObject();
            Part(writer, part, role);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Part(Utf8JsonWriter writer, ChatPart part, ChatRole role)
    {
        switch (part)
        {
            case TextPart text:
                Text(writer, text.Text, role);
                break;
            case RefusalPart refusal:
                writer.WriteString("type"u8, "refusal"u8);
                writer.WriteString("refusal"u8, refusal.Text);
                break;
            case ImagePart image:
                writer.WriteString("type"u8, "input_image"u8);
                Source(writer, image.Source, "image_url"u8, "image_url"u8);
                writer.WriteString("detail"u8, image.Detail ?? "auto");
                break;
            case DocumentPart { Source: { } source } document:
                writer.WriteString("type"u8, "input_file"u8);
                Source(writer, source, "file_data"u8, "file_url"u8);
                if (source.Base64 is not null)
                {
                    // OpenAI wants a file name beside the bytes.
                    writer.WriteString("filename"u8, document.Title ?? "document.pdf");
                }

                break;
            case DocumentPart document:
                Text(writer, document.Title is null ? document.Text! : $"{document.Title}\n\n{document.Text}", role);
                break;
        }
    }

    private static void Text(Utf8JsonWriter writer, string text, ChatRole role)
    {
        writer.WriteString("type"u8, role == ChatRole.Assistant ? "output_text"u8 : "input_text"u8);
        writer.WriteString("text"u8, text);
    }

    private static void Source(Utf8JsonWriter writer, MediaSource source, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> address)
    {
        if (source.FileId is { } id)
        {
            writer.WriteString("file_id"u8, id);
        }
        else
        {
            writer.WriteString(source.Url is null ? bytes : address, source.ToUrl());
        }
    }
}
