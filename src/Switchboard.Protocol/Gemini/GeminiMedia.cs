using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Gemini;

/// <summary>
/// Pictures, sound and documents: bytes go as <c>inlineData</c>, addresses as <c>fileData</c>. The vendor wants an address's media type
/// said, and nobody here fetches it, so the address's ending has to tell.
/// </summary>
internal static class GeminiMedia
{
    /// <summary>Whether a file id is one that the vendor reads: its own store's, or Google Cloud Storage's.</summary>
    public static bool IsFile(string id) =>
        id.StartsWith("gs://", StringComparison.Ordinal) || id.StartsWith("https://generativelanguage.googleapis.com/", StringComparison.Ordinal);

    /// <summary>The media type that an address's ending means; null where it means none that the vendor reads.</summary>
    public static string? TypeOf(string address)
    {
        var path = address.AsSpan();
        var end = path.IndexOfAny('?', '#');
        path = end < 0 ? path : path[..end];
        var dot = path.LastIndexOf('.');
        return dot < path.LastIndexOf('/') ? null : path[(dot + 1)..].ToString().ToUpperInvariant() switch
        {
            "PNG" => "image/png",
            "JPG" or "JPEG" => "image/jpeg",
            "WEBP" => "image/webp",
            "HEIC" => "image/heic",
            "HEIF" => "image/heif",
            "GIF" => "image/gif",
            "PDF" => "application/pdf",
            "TXT" => "text/plain",
            _ => null,
        };
    }

    public static void Write(Utf8JsonWriter writer, MediaSource source)
    {
        if (source.Base64 is { } bytes)
        {
            Inline(writer, source.MediaType, bytes);
            return;
        }

        var address = source.Url ?? source.FileId!;
        writer.WriteStartObject("fileData"u8);
        if (TypeOf(address) is { } type)
        {
            writer.WriteString("mimeType"u8, type);
        }

        writer.WriteString("fileUri"u8, address);
        writer.WriteEndObject();
    }

    public static void Inline(Utf8JsonWriter writer, string? mediaType, string base64)
    {
        writer.WriteStartObject("inlineData"u8);
        writer.WriteString("mimeType"u8, mediaType);
        writer.WriteString("data"u8, base64);
        writer.WriteEndObject();
    }
}
