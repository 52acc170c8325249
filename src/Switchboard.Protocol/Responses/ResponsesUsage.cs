using System.Text.Json;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.OpenAi;

namespace Switchboard.Protocol.Responses;

/// <summary>The responses' <c>usage</c> object to and from disjoint buckets: as in chat completions, with other names.</summary>
internal static class ResponsesUsage
{
    /// <summary>Reads the value that follows the field's name; null where it is no object.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return null;
        }

        long input = 0, output = 0, cached = 0, written = 0, reasoning = 0, unused = 0;
        long? total = null;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                input = OpenAiUsage.Count(ref reader);
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                output = OpenAiUsage.Count(ref reader);
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                total = OpenAiUsage.Count(ref reader);
            }
            else if (reader.ValueTextEquals("input_tokens_details"u8))
            {
                OpenAiUsage.Details(ref reader, "cached_tokens"u8, ref cached, "cache_write_tokens"u8, ref written);
            }
            else if (reader.ValueTextEquals("output_tokens_details"u8))
            {
                OpenAiUsage.Details(ref reader, "reasoning_tokens"u8, ref reasoning, default, ref unused);
            }
            else
            {
                reader.Skip();
            }
        }

        return OpenAiUsage.Disjoint(input, output, total, cached, written, reasoning);
    }

    /// <summary>Writes the field; where nothing is known there is none, since OpenAI's description allows no null.</summary>
    public static void Write(Utf8JsonWriter writer, TokenUsage? told)
    {
        if (told is not { } usage)
        {
            return;
        }

        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("input_tokens"u8, usage.Prompt);
        writer.WriteStartObject("input_tokens_details"u8);
        writer.WriteNumber("cached_tokens"u8, usage.CacheRead);
        writer.WriteNumber("cache_write_tokens"u8, usage.CacheWrite5m + usage.CacheWrite1h);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens"u8, usage.Completion);
        writer.WriteStartObject("output_tokens_details"u8);
        writer.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        writer.WriteEndObject();
        writer.WriteNumber("total_tokens"u8, usage.Total);
        writer.WriteEndObject();
    }
}
