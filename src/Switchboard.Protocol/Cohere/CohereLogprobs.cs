using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Cohere;

/// <summary>
/// Cohere's likelihoods (API reference, LogprobItem): a piece of text with the ids of its tokens and one number for each. The tokens' texts
/// are not told, so a piece of several is one token here, as likely as all of them together.
/// </summary>
internal static class CohereLogprobs
{
    /// <summary>Reads the value that follows the field's name: an item in a stream, an array of them in a whole answer.</summary>
    public static List<TokenLogprob>? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        var tokens = new List<TokenLogprob>();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Item(ref reader, tokens);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    Item(ref reader, tokens);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return tokens.Count == 0 ? null : tokens;
    }

    private static void Item(ref Utf8JsonReader reader, List<TokenLogprob> tokens)
    {
        string? text = null;
        double? together = null;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                text = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                together = Sum(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        if (text is not null && together is { } logprob && double.IsFinite(logprob))
        {
            tokens.Add(new(text, logprob));
        }
    }

    private static double? Sum(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return null;
        }

        double? sum = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var logprob))
            {
                sum = (sum ?? 0) + logprob;
            }
            else
            {
                reader.Skip();
            }
        }

        return sum;
    }
}
