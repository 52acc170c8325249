using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>OpenAI's <c>usage</c> object to and from disjoint buckets.</summary>
internal static class OpenAiUsage
{
    private static ReadOnlySpan<byte> DeepSeekCached => "prompt_cache_hit_tokens"u8;

    /// <summary>Reads the value that follows the field's name; null where it is no object.</summary>
    public static TokenUsage? Read(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return null;
        }

        long prompt = 0, completion = 0, cached = 0, written = 0, reasoning = 0, unused = 0;
        long? total = null;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
            {
                prompt = Count(ref reader);
            }
            else if (reader.ValueTextEquals("completion_tokens"u8))
            {
                completion = Count(ref reader);
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                total = Count(ref reader);
            }
            else if (reader.ValueTextEquals(DeepSeekCached))
            {
                cached = Math.Max(cached, Count(ref reader));
            }
            else if (reader.ValueTextEquals("prompt_tokens_details"u8))
            {
                Details(ref reader, "cached_tokens"u8, ref cached, "cache_write_tokens"u8, ref written);
            }
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
            {
                Details(ref reader, "reasoning_tokens"u8, ref reasoning, default, ref unused);
            }
            else
            {
                reader.Skip();
            }
        }

        return Disjoint(prompt, completion, total, cached, written, reasoning);
    }

    public static void Write(Utf8JsonWriter writer, in TokenUsage usage)
    {
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, usage.Prompt);
        writer.WriteNumber("completion_tokens"u8, usage.Completion);
        writer.WriteNumber("total_tokens"u8, usage.Total);
        writer.WriteStartObject("prompt_tokens_details"u8);
        writer.WriteNumber("cached_tokens"u8, usage.CacheRead);
        writer.WriteNumber("cache_write_tokens"u8, usage.CacheWrite5m + usage.CacheWrite1h);
        writer.WriteEndObject();
        writer.WriteStartObject("completion_tokens_details"u8);
        writer.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    internal static TokenUsage Disjoint(long prompt, long completion, long? total, long cached, long written, long reasoning)
    {
        cached = Math.Min(cached, prompt);
        written = Math.Min(written, prompt - cached);

        // Some servers (xAI's among them) count reasoning beside the completion; the total tells.
        var beside = reasoning > completion || (reasoning > 0 && total == prompt + completion + reasoning);
        return new(prompt - cached - written, beside ? completion : completion - reasoning)
        {
            CacheRead = cached,
            CacheWrite5m = written,
            Reasoning = reasoning,
        };
    }

    internal static void Details(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> firstName, ref long first, ReadOnlySpan<byte> secondName, ref long second)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals(firstName))
            {
                first = Math.Max(first, Count(ref reader));
            }
            else if (!secondName.IsEmpty && reader.ValueTextEquals(secondName))
            {
                second = Count(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    internal static long Count(ref Utf8JsonReader reader) => Math.Clamp(JsonScan.Whole(ref reader) ?? 0, 0, long.MaxValue / 16);
}
