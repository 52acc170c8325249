using System.Text;
using Microsoft.Net.Http.Headers;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>What stands before one part of a form.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="FileName">The file's name; null for a text field.</param>
/// <param name="ContentType">The part's media type, or null.</param>
internal sealed record FormPart(string Name, string? FileName, string? ContentType)
{
    private const int LongestName = 256;
    private const int LongestFileName = 1024;

    public bool IsFile => FileName is not null;

    /// <summary>Reads a part's headers; null where they are not those of a form's field.</summary>
    public static FormPart? Read(string? disposition, string? contentType)
    {
        if (!ContentDispositionHeaderValue.TryParse(disposition, out var parsed) || !parsed.DispositionType.Equals("form-data", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = HeaderUtilities.RemoveQuotes(parsed.Name).Value;
        var file = HeaderUtilities.RemoveQuotes(parsed.FileNameStar.HasValue ? parsed.FileNameStar : parsed.FileName).Value;
        var fits = name is { Length: > 0 and <= LongestName } && HeaderText.CanBeSent(name) && !name.Contains('"', StringComparison.Ordinal)
            && file is null or { Length: <= LongestFileName }
            && (contentType is null || (contentType.Length <= LongestName && HeaderText.CanBeSent(contentType)));
        return fits ? new FormPart(name!, file, contentType) : null;
    }

    /// <summary>The bytes before the part's content: its boundary and headers, as browsers write them.</summary>
    public byte[] Head(string boundary)
    {
        var text = new StringBuilder().Append("--").Append(boundary).Append("\r\nContent-Disposition: form-data; name=\"").Append(Name).Append('"');
        if (FileName is not null)
        {
            text.Append("; filename=\"").Append(Escaped(FileName)).Append('"');
        }

        if (ContentType is not null)
        {
            text.Append("\r\nContent-Type: ").Append(ContentType);
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n\r\n").ToString());
    }

    private static string Escaped(string fileName) =>
        fileName.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}
