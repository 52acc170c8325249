using System.Text.Json;
using Switchboard.Protocol;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Token counts where the vendor reports none, and what a rate limit holds before dispatch. Always marked as estimates. Requests and answers
/// are JSON: what a model reads of them is the text in their strings and the tools' definitions, not their punctuation.
/// </summary>
internal static class TokenEstimate
{
    /// <summary>Where the text cannot be seen: English runs near four bytes a token; other languages and code run shorter.</summary>
    private const int BytesPerToken = 4;

    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 128 };

    /// <summary>What a message's frame and its role cost, as OpenAI counts them.</summary>
    private const int PerMessage = 4;

    /// <summary>What the frame of the answer to come costs.</summary>
    private const int PerRequest = 3;

    /// <summary>What an image or a document stands for where nobody tells: a page or a picture at the vendors' usual resolution.</summary>
    private const long PerAttachment = 1_500;

    /// <summary>Usage where the vendor reported none.</summary>
    /// <param name="exchange">The exchange, whose request is looked into once.</param>
    /// <param name="output">The answer's tokens.</param>
    public static TokenUsage Usage(Exchange exchange, long output) => new(Prompt(exchange), output) { Estimated = true };

    /// <summary>Input tokens of an exchange's request.</summary>
    public static long Prompt(Exchange exchange) =>
        exchange.PromptEstimate ??= Prompt(exchange.FullBody.Span) + (exchange.Fields.Attachments * PerAttachment);

    /// <summary>Tokens of a text of which only the size is known.</summary>
    public static long OfBytes(long bytes) => (bytes + BytesPerToken - 1) / BytesPerToken;

    /// <summary>Input tokens of a request's texts. Attachments are left out: nothing in the bytes tells what they cost.</summary>
    public static long Prompt(ReadOnlySpan<byte> request)
    {
        try
        {
            var reader = new Utf8JsonReader(request, Deep);
            return PerRequest + PromptText(ref reader);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return OfBytes(request.Length);
        }
    }

    /// <summary>Output tokens of an answer, or of a frame of one: the texts under the names that dialects have for them.</summary>
    public static long Answer(ReadOnlySpan<byte> json)
    {
        var text = default(TextTokens);
        try
        {
            var reader = new Utf8JsonReader(json, Deep);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                var (isText, isArguments) = (JsonTexts.IsAnswer(ref reader), JsonTexts.IsArguments(ref reader));
                if (isText && reader.Read() && reader.TokenType == JsonTokenType.String)
                {
                    JsonTexts.Add(ref reader, ref text);
                }
                else if (isArguments && reader.Read())
                {
                    AddAll(ref reader, ref text);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What there was of it counts.
        }

        return text.Count;
    }

    private static long PromptText(ref Utf8JsonReader reader)
    {
        long tokens = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                tokens += JsonTexts.IsAttachment(reader.ValueSpan) ? 0 : Text(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                tokens += Named(ref reader);
            }
        }

        return tokens;
    }

    /// <summary>Tokens of the value whose name stands at the reader, where the name tells; texts come by themselves.</summary>
    private static long Named(ref Utf8JsonReader reader)
    {
        var name = JsonTexts.NameOf(ref reader);
        if (name is RequestName.Role or RequestName.Frame)
        {
            reader.Skip();
            return name == RequestName.Role ? PerMessage : 0;
        }

        if (name == RequestName.Text || (name == RequestName.Arguments && reader.CurrentDepth <= 1))
        {
            return 0;
        }

        var text = default(TextTokens);
        reader.Read();
        AddAll(ref reader, ref text);
        return text.Count;
    }

    /// <summary>Adds a value whole, its names too, as a model reads and writes it: definitions of tools and schemas, arguments as an object.</summary>
    private static void AddAll(ref Utf8JsonReader reader, ref TextTokens text)
    {
        var depth = reader.CurrentDepth;
        do
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                text.Add("\""u8);
                JsonTexts.Add(ref reader, ref text);
                text.Add(reader.TokenType == JsonTokenType.PropertyName ? "\":"u8 : "\","u8);
            }
            else
            {
                text.Add(reader.ValueSpan);
            }
        }
        while ((reader.CurrentDepth > depth || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) && reader.Read());
    }

    private static long Text(ref Utf8JsonReader reader)
    {
        var text = default(TextTokens);
        JsonTexts.Add(ref reader, ref text);
        return text.Count;
    }
}
