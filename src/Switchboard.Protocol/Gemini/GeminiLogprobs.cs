using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>A candidate's <c>logprobsResult</c>: the chosen tokens in one list, the likeliest at each place in another.</summary>
internal static class GeminiLogprobs
{
    /// <summary>Reads the value that follows the field's name; null where it holds no tokens.</summary>
    public static List<TokenLogprob>? Read(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return null;
        }

        List<TokenLogprob>? chosen = null;
        List<List<TokenLogprob>>? top = null;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("chosenCandidates"u8))
            {
                chosen = Tokens(ref reader);
            }
            else if (reader.ValueTextEquals("topCandidates"u8))
            {
                top = Places(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        if (chosen is not { Count: > 0 })
        {
            return null;
        }

        for (var at = 0; at < chosen.Count && at < (top?.Count ?? 0); at++)
        {
            chosen[at] = chosen[at] with { Alternatives = top![at] };
        }

        return chosen;
    }

    private static List<List<TokenLogprob>> Places(ref Utf8JsonReader reader)
    {
        var places = new List<List<TokenLogprob>>();
        if (!JsonScan.EntersArray(ref reader))
        {
            return places;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            var tokens = new List<TokenLogprob>();
            while (JsonScan.NextField(ref reader))
            {
                if (reader.ValueTextEquals("candidates"u8))
                {
                    tokens = Tokens(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            places.Add(tokens);
        }

        return places;
    }

    private static List<TokenLogprob> Tokens(ref Utf8JsonReader reader)
    {
        var tokens = new List<TokenLogprob>();
        if (!JsonScan.EntersArray(ref reader))
        {
            return tokens;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                tokens.Add(Token(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }

        return tokens;
    }

    /// <summary>A number that is left out is 0: this vendor leaves out what is the type's default.</summary>
    private static TokenLogprob Token(ref Utf8JsonReader reader)
    {
        var (text, logprob) = (string.Empty, 0d);
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("token"u8))
            {
                text = JsonScan.Text(ref reader) ?? text;
            }
            else if (reader.ValueTextEquals("logProbability"u8))
            {
                logprob = JsonScan.Number(ref reader) is { } number && double.IsFinite(number) ? number : 0;
            }
            else
            {
                reader.Skip();
            }
        }

        return new(text, logprob);
    }
}
