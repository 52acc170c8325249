using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Looks at a whole relayed message.</summary>
internal static class AnthropicReplyTap
{
    public static ReplyFacts Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!JsonScan.EntersObject(ref reader))
            {
                return default;
            }

            var facts = Fields(ref reader) with { IsObject = true, ClosingBrace = (int)reader.TokenStartIndex };

            // Throws where something follows the object.
            reader.Read();
            return facts;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static ReplyFacts Fields(ref Utf8JsonReader reader)
    {
        var facts = default(ReplyFacts);
        var usage = default(AnthropicUsage);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
            {
                facts = facts with { Id = JsonScan.Text(ref reader) };
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                facts = facts with { Model = JsonScan.Text(ref reader) };
            }
            else if (reader.ValueTextEquals("stop_reason"u8))
            {
                facts = facts with { Finish = JsonScan.Text(ref reader) is { } reason ? AnthropicFinish.Read(reason) : null };
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                usage.Merge(ref reader);
            }
            else if (reader.ValueTextEquals("content"u8))
            {
                facts = Content(ref reader, facts);
            }
            else
            {
                facts = facts with
                {
                    HasProvider = facts.HasProvider || reader.ValueTextEquals("provider"u8),
                    HasCached = facts.HasCached || reader.ValueTextEquals("cached"u8),
                    HasCacheHitType = facts.HasCacheHitType || reader.ValueTextEquals("cache_hit_type"u8),
                };
                reader.Skip();
            }
        }

        return facts with { Usage = usage.Seen ? usage.ToUsage() : null };
    }

    private static ReplyFacts Content(ref Utf8JsonReader reader, ReplyFacts facts)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return facts;
        }

        var items = 0;
        long bytes = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items++;
            bytes += Block(ref reader);
        }

        return facts with { IsReply = true, Items = items, OutputBytes = bytes };
    }

    private static long Block(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return AnthropicOutput.MeasureInside(ref reader);
        }

        reader.Skip();
        return 0;
    }
}
