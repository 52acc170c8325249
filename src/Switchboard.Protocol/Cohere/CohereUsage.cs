using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Cohere;

/// <summary>
/// Cohere's <c>usage</c>: what is billed, so that a price gives the invoice's sum; where nothing is billed, all tokens, which include the
/// vendor's own preamble.
/// </summary>
internal static class CohereUsage
{
    /// <summary>Reads the value that follows the field's name; null where it holds no figures.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return null;
        }

        (long Input, long Output)? billed = null, all = null;
        long cached = 0;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("billed_units"u8))
            {
                billed = Units(ref reader);
            }
            else if (reader.ValueTextEquals("tokens"u8))
            {
                all = Units(ref reader);
            }
            else if (reader.ValueTextEquals("cached_tokens"u8))
            {
                cached = Count(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        var counted = billed is { } units && units != (0, 0) ? billed : all ?? billed;
        if (counted is not var (input, output))
        {
            return null;
        }

        cached = Math.Min(cached, input);
        return new(input - cached, output) { CacheRead = cached };
    }

    private static (long Input, long Output)? Units(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return null;
        }

        long input = 0, output = 0;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                input = Count(ref reader);
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                output = Count(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return (input, output);
    }

    private static long Count(ref Utf8JsonReader reader) => Math.Clamp(JsonScan.Whole(ref reader) ?? 0, 0, long.MaxValue / 16);
}
