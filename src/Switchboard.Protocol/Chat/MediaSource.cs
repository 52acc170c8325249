using System.Text;

namespace Switchboard.Protocol.Chat;

/// <summary>Where the bytes of an image or a document are: exactly one of address, data and file id is set.</summary>
public sealed record MediaSource
{
    /// <summary>An http(s) address that the vendor fetches.</summary>
    public string? Url { get; init; }

    /// <summary>The bytes in base64.</summary>
    public string? Base64 { get; init; }

    /// <summary>The media type of <see cref="Base64"/>.</summary>
    public string? MediaType { get; init; }

    /// <summary>A file at the vendor; another vendor does not know it.</summary>
    public string? FileId { get; init; }

    /// <summary>Bytes that travel in the request.</summary>
    /// <param name="mediaType">Such as <c>image/png</c>.</param>
    /// <param name="base64">The bytes.</param>
    public static MediaSource Inline(string mediaType, string base64) => new() { MediaType = mediaType, Base64 = base64 };

    /// <summary>Reads an address: a base64 <c>data:</c> URL gives bytes, http(s) an address, anything else null.</summary>
    /// <param name="url">The address.</param>
    public static MediaSource? FromUrl(string url)
    {
        if (url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return new() { Url = url };
        }

        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // RFC 2397: data:[<mediatype>][;parameters][;base64],<data>
        var head = url.AsSpan(5, comma - 5);
        if (!head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var mediaType = head[..head.IndexOf(';')].ToString();
        return Inline(mediaType.Length == 0 ? "text/plain" : mediaType, url[(comma + 1)..]);
    }

    /// <summary>The words of inline plain text; null for everything else.</summary>
    internal string? PlainText()
    {
        var isText = MediaType?.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ?? false;
        return isText && Base64 is { } base64 && System.Buffers.Text.Base64.IsValid(base64)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(base64))
            : null;
    }

    /// <summary>The address, or a <c>data:</c> URL; null for a vendor's file.</summary>
    public string? ToUrl() => Url ?? (Base64 is null ? null : $"data:{MediaType};base64,{Base64}");
}
