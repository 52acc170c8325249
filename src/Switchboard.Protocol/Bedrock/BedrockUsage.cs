using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Bedrock;

/// <summary>
/// Converse's <c>usage</c> (API reference, TokenUsage and CacheDetail). As at Anthropic, what the cache served or stored is reported beside
/// <c>inputTokens</c>, not inside it: the buckets are disjoint as they come.
/// </summary>
internal struct BedrockUsage
{
    private long _input;
    private long _output;
    private long _cacheRead;
    private long _cacheWritten;
    private long _written1h;

    public bool Seen { get; private set; }

    /// <summary>Reads the value that follows the field's name.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        Seen = true;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("inputTokens"u8))
            {
                _input = Figure(ref reader);
            }
            else if (reader.ValueTextEquals("outputTokens"u8))
            {
                _output = Figure(ref reader);
            }
            else if (reader.ValueTextEquals("cacheReadInputTokens"u8))
            {
                _cacheRead = Figure(ref reader);
            }
            else if (reader.ValueTextEquals("cacheWriteInputTokens"u8))
            {
                _cacheWritten = Figure(ref reader);
            }
            else if (reader.ValueTextEquals("cacheDetails"u8))
            {
                Details(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    public readonly TokenUsage ToUsage() => new(_input, _output)
    {
        CacheRead = _cacheRead,
        CacheWrite5m = Math.Max(0, _cacheWritten - _written1h),
        CacheWrite1h = _written1h,
    };

    private void Details(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return;
        }

        _written1h = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                Detail(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Detail(ref Utf8JsonReader reader)
    {
        var isHour = false;
        long tokens = 0;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("ttl"u8))
            {
                isHour = JsonScan.Text(ref reader) == "1h";
            }
            else if (reader.ValueTextEquals("inputTokens"u8))
            {
                tokens = Figure(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        _written1h = Math.Min(_written1h + (isHour ? tokens : 0), long.MaxValue / 16);
    }

    private static long Figure(ref Utf8JsonReader reader) => Math.Clamp(JsonScan.Whole(ref reader) ?? 0, 0, long.MaxValue / 16);
}
