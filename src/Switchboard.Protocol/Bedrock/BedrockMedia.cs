namespace Switchboard.Protocol.Bedrock;

/// <summary>Converse's words for media types.</summary>
internal static class BedrockMedia
{
    /// <summary>An image's <c>format</c>; null for a type that no model sees.</summary>
    public static string? Image(string? mediaType) => mediaType?.ToLowerInvariant() switch
    {
        "image/png" => "png",
        "image/jpeg" or "image/jpg" => "jpeg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        _ => null,
    };

    /// <summary>A document's <c>format</c>; null for a type that no model reads.</summary>
    public static string? Document(string? mediaType) => mediaType?.ToLowerInvariant() switch
    {
        "application/pdf" => "pdf",
        "text/csv" => "csv",
        "application/msword" => "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "text/html" => "html",
        "text/markdown" => "md",
        { } text when text.StartsWith("text/", StringComparison.Ordinal) => "txt",
        _ => null,
    };
}
