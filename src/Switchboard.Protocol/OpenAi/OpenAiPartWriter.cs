using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Writes a message's <c>content</c> and <c>tool_calls</c>.</summary>
internal static class OpenAiPartWriter
{
    /// <summary>
    /// Writes one text as a string, as every server of the dialect expects it; several as parts, or joined where the server is not OpenAI
    /// itself, since many of those take parts for pictures only.
    /// </summary>
    public static void Content(Utf8JsonWriter writer, IReadOnlyList<ChatPart> parts, ChatRequestOptions options)
    {
        var marked = options.KeepsCacheControl && parts.Any(part => part.CacheControl is not null);
        if (!marked && parts.All(part => part is TextPart) && (parts.Count == 1 || options.CompatibleServer))
        {
            writer.WriteString("content"u8, string.Join('\n', parts.Select(part => ((TextPart)part).Text)));
            return;
        }

        writer.WriteStartArray("content"u8);
        foreach (var part in parts)
        {
            writer.WriteStartObject();
            Part(writer, part);
            CacheMarks.Write(writer, options.KeepsCacheControl ? part.CacheControl : null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the calls among the parts.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="parts">The message's parts.</param>
    /// <param name="seals">Whether the reader is a caller, who hands a call's seal back, and not a vendor.</param>
    public static void Calls(Utf8JsonWriter writer, IReadOnlyList<ChatPart> parts, bool seals)
    {
        var open = false;
        string? seal = null;
        foreach (var part in parts)
        {
            if (part is not ToolCallPart call)
            {
                seal = part is ThinkingPart thinking ? ThoughtSeal.ForGemini(thinking.Signature) : null;
                continue;
            }

            if (!open)
            {
                writer.WriteStartArray("tool_calls"u8);
                open = true;
            }

            writer.WriteStartObject();
            writer.WriteString("id"u8, call.Id);
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, call.Name);

            // Clients parse the arguments, and empty text is not JSON.
            writer.WriteString("arguments"u8, call.Arguments.Length == 0 ? "{}" : call.Arguments);
            writer.WriteEndObject();
            OpenAiSeal.Write(writer, seals ? seal : null);
            seal = null;
            writer.WriteEndObject();
        }

        if (open)
        {
            writer.WriteEndArray();
        }
    }

    private static void Part(Utf8JsonWriter writer, ChatPart part)
    {
        switch (part)
        {
            case ImagePart image:
                writer.WriteString("type"u8, "image_url"u8);
                writer.WriteStartObject("image_url"u8);
                writer.WriteString("url"u8, image.Source.ToUrl());
                if (image.Detail is { } detail)
                {
                    writer.WriteString("detail"u8, detail);
                }

                writer.WriteEndObject();
                break;
            case DocumentPart { Source: { } source } document:
                File(writer, source, document.Title);
                break;
            case DocumentPart document:
                Text(writer, document.Title is null ? document.Text! : $"{document.Title}\n\n{document.Text}");
                break;
            case AudioPart audio:
                writer.WriteString("type"u8, "input_audio"u8);
                writer.WriteStartObject("input_audio"u8);
                writer.WriteString("data"u8, audio.Base64);
                writer.WriteString("format"u8, audio.Format);
                writer.WriteEndObject();
                break;
            case TextPart text:
                Text(writer, text.Text);
                break;
        }
    }

    private static void Text(Utf8JsonWriter writer, string text)
    {
        writer.WriteString("type"u8, "text"u8);
        writer.WriteString("text"u8, text);
    }

    private static void File(Utf8JsonWriter writer, MediaSource source, string? title)
    {
        writer.WriteString("type"u8, "file"u8);
        writer.WriteStartObject("file"u8);
        if (source.FileId is { } id)
        {
            writer.WriteString("file_id"u8, id);
        }
        else
        {
            // OpenAI wants a file name beside the bytes.
            writer.WriteString("filename"u8, title ?? "document.pdf");
            writer.WriteString("file_data"u8, source.ToUrl());
        }

        writer.WriteEndObject();
    }
}
