using System.Text.Json;
using Switchboard.Gateway.Routing;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>What the gateway tells by itself where no vendor does: how many tokens a conversation has, by estimate.</summary>
internal static class OwnAnswer
{
    private static readonly KeyValuePair<string, string>[] Estimated = [new("x-smartflow-estimate", "true")];

    public static ValueTask TellAsync(Exchange exchange, Route route, IAnswerSink sink, CancellationToken cancel)
    {
        exchange.Provider = route.Provider;
        sink.Start(stream: false, Estimated);
        var tokens = Count(exchange.Body.Span);
        return sink.EndAsync(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($$"""{"input_tokens":{{tokens}}}""")), new Answer { Model = route.UpstreamModel }, cancel);
    }

    /// <summary>The texts' tokens, with a few for each message and tool; images and documents stand as OpenAI's middling ones do.</summary>
    private static long Count(ReadOnlySpan<byte> body)
    {
        const long perObject = 2;
        const long perAttachment = 1_000;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 128 });
        var (tokens, isData, isType) = (0L, false, false);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                tokens += isData ? perAttachment : isType ? 0 : TokenEstimate.Of(reader.ValueSpan.Length, 0).Input;
            }
            else if (reader.TokenType == JsonTokenType.StartObject)
            {
                tokens += perObject;
            }

            isData = reader.TokenType == JsonTokenType.PropertyName && (reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("url"u8));
            isType = reader.TokenType == JsonTokenType.PropertyName && (reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("role"u8) || reader.ValueTextEquals("model"u8));
        }

        return tokens;
    }
}
