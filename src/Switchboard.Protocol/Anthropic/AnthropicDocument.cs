using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Writes <c>image</c> and <c>document</c> blocks with their sources.</summary>
internal static class AnthropicDocument
{
    public static void Image(Utf8JsonWriter writer, ImagePart image)
    {
        writer.WriteString("type"u8, "image"u8);
        Source(writer, image.Source);
    }

    public static void Document(Utf8JsonWriter writer, DocumentPart document)
    {
        writer.WriteString("type"u8, "document"u8);
        if (document.Words is { } text)
        {
            writer.WriteStartObject("source"u8);
            writer.WriteString("type"u8, "text"u8);
            writer.WriteString("media_type"u8, "text/plain"u8);
            writer.WriteString("data"u8, text);
            writer.WriteEndObject();
        }
        else
        {
            Source(writer, document.Source!);
        }

        if (document.Title is { } title)
        {
            writer.WriteString("title"u8, title);
        }
    }

    private static void Source(Utf8JsonWriter writer, MediaSource source)
    {
        writer.WriteStartObject("source"u8);
        if (source.FileId is { } id)
        {
            writer.WriteString("type"u8, "file"u8);
            writer.WriteString("file_id"u8, id);
        }
        else if (source.Url is { } url)
        {
            writer.WriteString("type"u8, "url"u8);
            writer.WriteString("url"u8, url);
        }
        else
        {
            writer.WriteString("type"u8, "base64"u8);
            writer.WriteString("media_type"u8, source.MediaType);
            writer.WriteString("data"u8, source.Base64);
        }

        writer.WriteEndObject();
    }
}
