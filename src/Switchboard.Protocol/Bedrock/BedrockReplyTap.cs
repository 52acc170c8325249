using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Looks at a whole answer. It is never relayed, so nothing in it is spliced.</summary>
internal static class BedrockReplyTap
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
        var usage = default(BedrockUsage);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("output"u8))
            {
                facts = Into(ref reader, "message"u8, facts);
            }
            else if (reader.ValueTextEquals("stopReason"u8))
            {
                facts = facts with { Finish = JsonScan.Text(ref reader) is { } reason ? BedrockFinish.Read(reason) : null };
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                usage.Read(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return facts with { Usage = usage.Seen ? usage.ToUsage() : null };
    }

    /// <summary>Goes down from <c>output</c> to <c>message</c>, and from there to <c>content</c>.</summary>
    private static ReplyFacts Into(ref Utf8JsonReader reader, ReadOnlySpan<byte> field, ReplyFacts facts)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return facts;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (!reader.ValueTextEquals(field))
            {
                reader.Skip();
            }
            else
            {
                facts = field.SequenceEqual("message"u8) ? Into(ref reader, "content"u8, facts) : Content(ref reader, facts);
            }
        }

        return facts;
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
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                bytes += BedrockOutput.MeasureInside(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return facts with { IsReply = true, Items = items, OutputBytes = bytes };
    }
}
