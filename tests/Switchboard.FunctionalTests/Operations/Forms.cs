using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Operations;

/// <summary>A form as the vendor reads it.</summary>
internal static class Forms
{
    public static IReadOnlyList<(string Name, string? FileName, string? ContentType, byte[] Content)> Read(UpstreamRequest request)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.Headers["Content-Type"]).Boundary).Value!;
        var reader = new MultipartReader(boundary, new MemoryStream(request.Body.ToArray()));
        var parts = new List<(string Name, string? FileName, string? ContentType, byte[] Content)>();
        while (reader.ReadNextSectionAsync().GetAwaiter().GetResult() is { } section)
        {
            var disposition = ContentDispositionHeaderValue.Parse(section.ContentDisposition);
            using var content = new MemoryStream();
            section.Body.CopyTo(content);
            parts.Add((HeaderUtilities.RemoveQuotes(disposition.Name).Value!, HeaderUtilities.RemoveQuotes(disposition.FileName).Value, section.ContentType, content.ToArray()));
        }

        return parts;
    }
}
