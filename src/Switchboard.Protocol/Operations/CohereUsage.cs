using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>What Cohere bills for an answer: <c>meta.billed_units</c>.</summary>
internal static class CohereUsage
{
    /// <summary>The usage; null where the answer does not tell.</summary>
    public static TokenUsage? Read(JsonElement root) => root.Has("meta", out var meta) ? OfMeta(meta) : null;

    /// <summary>The same, of the field <c>meta</c> alone.</summary>
    public static TokenUsage? OfMeta(JsonElement meta)
    {
        if (!meta.Has("billed_units", out var units))
        {
            return null;
        }

        var (input, searches) = (Count(units, "input_tokens"), Count(units, "search_units"));
        return input is null && searches is null ? null : new TokenUsage(input ?? 0, 0) { Searches = searches ?? 0 };
    }

    /// <summary>Cohere's counts come as floating-point numbers.</summary>
    private static long? Count(JsonElement units, string name) =>
        units.Has(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var count) && count is >= 0 and < 1e15 ? (long)Math.Ceiling(count) : null;
}
