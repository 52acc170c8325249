using System.Text.Json;
using Switchboard.Gateway.Holdings;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>The ids in what a vendor answers: of the thing itself, and of the files that a batch has written.</summary>
internal static class HoldingIds
{
    private const int LongestId = 256;

    private static readonly string[] Written = ["output_file_id", "error_file_id"];

    public static IReadOnlyList<(string Id, string Kind)> In(ReadOnlyMemory<byte> made, string kind)
    {
        using var document = JsonDocument.Parse(made);
        return [.. In(document.RootElement, kind)];
    }

    /// <summary>Whether the text is an id, so that it may stand in a path: nothing that a path could be made of.</summary>
    public static bool IsId(string text) =>
        text.Length is > 0 and <= LongestId && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':') && text.Any(char.IsAsciiLetterOrDigit);

    private static IEnumerable<(string Id, string Kind)> In(JsonElement made, string kind)
    {
        if (Text(made, "id") is { } id)
        {
            yield return (id, kind);
        }

        foreach (var name in kind == Holding.Batch ? Written : [])
        {
            if (Text(made, name) is { } file)
            {
                yield return (file, Holding.File);
            }
        }
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && IsId(text) ? text : null;
}
