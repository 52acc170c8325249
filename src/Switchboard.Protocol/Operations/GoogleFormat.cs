using System.Text.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>How Google is told an image's format: the same two fields under Imagen's <c>outputOptions</c> and Gemini's <c>imageOutputOptions</c>.</summary>
internal static class GoogleFormat
{
    public static void Write(Utf8JsonWriter writer, ImageRequest request)
    {
        writer.WriteString("mimeType"u8, "image/" + request.Format);
        if (request is { Format: "jpeg", Compression: { } compression })
        {
            writer.WriteNumber("compressionQuality"u8, compression);
        }
    }
}
