using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Cohere;

/// <summary>Looks at a whole chat response. No caller gets it as it is, so that what splicing needs is left out.</summary>
internal static class CohereReplyTap
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
            return facts with { Items = facts.OutputBytes > 0 ? 1 : 0 };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static ReplyFacts Fields(ref Utf8JsonReader reader)
    {
        var facts = default(ReplyFacts);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
            {
                facts = facts with { Id = JsonScan.Text(ref reader) };
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                facts = facts with { Finish = JsonScan.Text(ref reader) is { } reason ? CohereFinish.Read(reason, calls: false) : null };
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                facts = facts with { Usage = CohereUsage.Read(ref reader) };
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                var bytes = CohereOutput.Measure(ref reader);
                facts = facts with { IsReply = reader.TokenType == JsonTokenType.EndObject, OutputBytes = bytes };
            }
            else
            {
                reader.Skip();
            }
        }

        return facts;
    }
}
