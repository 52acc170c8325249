using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>
/// Anthropic's <c>usage</c>, merged over a stream: every figure is cumulative, so the largest seen is the truth, whichever of
/// <c>message_start</c> and <c>message_delta</c> a server fills in.
/// </summary>
internal struct AnthropicUsage
{
    private long _input;
    private long _output;
    private long _cacheRead;
    private long _cacheWritten;
    private long _written5m;
    private long _written1h;
    private long _thinking;

    public bool Seen { get; private set; }

    /// <summary>Reads the value that follows the field's name.</summary>
    public void Merge(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        Seen = true;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                Largest(ref reader, ref _input);
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                Largest(ref reader, ref _output);
            }
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                Largest(ref reader, ref _cacheRead);
            }
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                Largest(ref reader, ref _cacheWritten);
            }
            else if (reader.ValueTextEquals("cache_creation"u8) || reader.ValueTextEquals("output_tokens_details"u8))
            {
                Details(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    public readonly TokenUsage ToUsage()
    {
        var thinking = Math.Min(_thinking, _output);

        // Where the split by lifetime is missing or short, the rest has the default lifetime.
        var default5m = Math.Max(_written5m, _cacheWritten - _written1h);
        return new(_input, _output - thinking)
        {
            CacheRead = _cacheRead,
            CacheWrite5m = default5m,
            CacheWrite1h = _written1h,
            Reasoning = thinking,
        };
    }

    public static void Write(Utf8JsonWriter writer, in TokenUsage usage)
    {
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("input_tokens"u8, usage.Input);
        writer.WriteNumber("cache_creation_input_tokens"u8, usage.CacheWrite5m + usage.CacheWrite1h);
        writer.WriteNumber("cache_read_input_tokens"u8, usage.CacheRead);
        writer.WriteStartObject("cache_creation"u8);
        writer.WriteNumber("ephemeral_5m_input_tokens"u8, usage.CacheWrite5m);
        writer.WriteNumber("ephemeral_1h_input_tokens"u8, usage.CacheWrite1h);
        writer.WriteEndObject();
        writer.WriteNumber("output_tokens"u8, usage.Completion);
        if (usage.Reasoning > 0)
        {
            writer.WriteStartObject("output_tokens_details"u8);
            writer.WriteNumber("thinking_tokens"u8, usage.Reasoning);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private void Details(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("ephemeral_5m_input_tokens"u8))
            {
                Largest(ref reader, ref _written5m);
            }
            else if (reader.ValueTextEquals("ephemeral_1h_input_tokens"u8))
            {
                Largest(ref reader, ref _written1h);
            }
            else if (reader.ValueTextEquals("thinking_tokens"u8))
            {
                Largest(ref reader, ref _thinking);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void Largest(ref Utf8JsonReader reader, ref long figure) =>
        figure = Math.Clamp(JsonScan.Whole(ref reader) ?? 0, figure, long.MaxValue / 16);
}
