using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Cohere;

/// <summary>Writes a message's <c>content</c>: one text as a string, else typed parts.</summary>
internal static class CohereContent
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ChatPart> parts)
    {
        // An empty text says nothing, and the vendor refuses it, unless there is nothing else to say.
        var said = parts.Where(part => part is not TextPart { Text: "" }).ToList();
        if (said.Count == 0 || (said.Count == 1 && Text(said[0]) is not null))
        {
            writer.WriteString("content"u8, said.Count == 0 ? string.Empty : Text(said[0]));
            return;
        }

        writer.WriteStartArray("content"u8);
        foreach (var part in said)
        {
            writer.WriteStartObject();
            if (part is ImagePart image)
            {
                Image(writer, image);
            }
            else
            {
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, Text(part));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>What a tool answered: its documents stay documents, which the model can cite.</summary>
    public static void WriteResult(Utf8JsonWriter writer, ToolResultPart result)
    {
        var parts = result.Parts.Where(part => part is not ImagePart).ToList();
        if (!parts.Any(part => part is DocumentPart))
        {
            var text = string.Join('\n', parts.OfType<TextPart>().Select(part => part.Text));
            var attached = text.Length == 0 && result.Parts.Count > 0 && parts.Count < result.Parts.Count;
            writer.WriteString("content"u8, attached ? "See the attachment in the next message." : text);
            return;
        }

        writer.WriteStartArray("content"u8);
        foreach (var part in parts)
        {
            writer.WriteStartObject();
            if (part is DocumentPart document)
            {
                Document(writer, document);
            }
            else
            {
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, Text(part));
            }

            writer.WriteEndObject();
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

    private static void Image(Utf8JsonWriter writer, ImagePart image)
    {
        writer.WriteString("type"u8, "image_url"u8);
        writer.WriteStartObject("image_url"u8);
        writer.WriteString("url"u8, image.Source.ToUrl());
        if (image.Detail is { } detail)
        {
            writer.WriteString("detail"u8, detail);
        }

        writer.WriteEndObject();
    }

    private static void Document(Utf8JsonWriter writer, DocumentPart document)
    {
        writer.WriteString("type"u8, "document"u8);
        writer.WriteStartObject("document"u8);
        writer.WriteStartObject("data"u8);
        if (document.Title is { } title)
        {
            writer.WriteString("title"u8, title);
        }

        writer.WriteString("text"u8, document.Words);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
