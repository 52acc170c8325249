using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Tokens with their likelihoods, as chat completions, responses and Ollama have them.</summary>
internal static class OpenAiLogprobs
{
    /// <summary>Reads the <c>content</c> of a choice's <c>logprobs</c>; null where there is none.</summary>
    public static List<TokenLogprob>? ReadContent(ref Utf8JsonReader reader)
    {
        List<TokenLogprob>? tokens = null;
        if (JsonScan.EntersObject(ref reader))
        {
            while (JsonScan.NextField(ref reader))
            {
                if (reader.ValueTextEquals("content"u8))
                {
                    tokens = Read(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return tokens;
    }

    /// <summary>Reads the array that follows the field's name; null where there is none, or nothing in it.</summary>
    public static List<TokenLogprob>? Read(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return null;
        }

        List<TokenLogprob>? tokens = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
            }
            else if (Token(ref reader) is { } token)
            {
                (tokens ??= []).Add(token);
            }
        }

        return tokens;
    }

    /// <summary>Writes an array of tokens; an empty one where nothing is known.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="name">The field's name.</param>
    /// <param name="tokens">The tokens.</param>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<TokenLogprob>? tokens)
    {
        writer.WriteStartArray(name);
        foreach (var token in tokens ?? [])
        {
            writer.WriteStartObject();
            Fields(writer, token);
            writer.WriteStartArray("top_logprobs"u8);
            foreach (var other in token.Alternatives)
            {
                writer.WriteStartObject();
                Fields(writer, other);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes a choice's <c>logprobs</c>.</summary>
    public static void WriteChoice(Utf8JsonWriter writer, IReadOnlyList<TokenLogprob>? tokens)
    {
        if (tokens is not { Count: > 0 })
        {
            writer.WriteNull("logprobs"u8);
            return;
        }

        writer.WriteStartObject("logprobs"u8);
        Write(writer, "content"u8, tokens);
        writer.WriteNull("refusal"u8);
        writer.WriteEndObject();
    }

    private static TokenLogprob? Token(ref Utf8JsonReader reader)
    {
        string? text = null;
        double? logprob = null;
        List<byte>? bytes = null;
        List<TokenLogprob>? others = null;
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("token"u8))
            {
                text = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("logprob"u8))
            {
                logprob = JsonScan.Number(ref reader);
            }
            else if (reader.ValueTextEquals("bytes"u8))
            {
                bytes = Bytes(ref reader);
            }
            else if (reader.ValueTextEquals("top_logprobs"u8))
            {
                others = Read(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return text is null || logprob is not { } likelihood || !double.IsFinite(likelihood) ? null : new(text, likelihood)
        {
            Bytes = bytes,
            Alternatives = others ?? [],
        };
    }

    private static List<byte>? Bytes(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return null;
        }

        var bytes = new List<byte>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out var value))
            {
                bytes.Add(value);
            }
            else
            {
                reader.Skip();
            }
        }

        return bytes;
    }

    private static void Fields(Utf8JsonWriter writer, TokenLogprob token)
    {
        writer.WriteString("token"u8, token.Token);
        writer.WriteNumber("logprob"u8, token.Logprob);
        writer.WriteStartArray("bytes"u8);
        foreach (var value in token.Bytes ?? Encoding.UTF8.GetBytes(token.Token))
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
