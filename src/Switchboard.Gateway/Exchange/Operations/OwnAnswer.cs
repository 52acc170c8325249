using System.Text.Json;
using Switchboard.Gateway.Routing;
using Switchboard.Providers.Operations;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>What the gateway tells by itself where no vendor does: how many tokens a conversation has, by estimate.</summary>
internal static class OwnAnswer
{
    private static readonly KeyValuePair<string, string>[] Estimated = [new("x-smartflow-estimate", "true")];

    /// <summary>Whether no vendor is asked.</summary>
    public static bool IsFor(Exchange exchange, Route route) =>
        exchange.Rules is { AnswersItself: true } rules && VendorOperations.For(route.Target.Provider, rules.Operation) is null;

    public static ValueTask TellAsync(Exchange exchange, Route route, IAnswerSink sink, CancellationToken cancel)
    {
        exchange.Provider = route.Provider;
        sink.Start(stream: false, Estimated);
        var named = exchange.Rules!.AnswersAs is { } name ? $"\"object\":\"{name}\"," : "";
        return sink.EndAsync(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($$"""{{{named}}"input_tokens":{{Count(exchange)}}}""")), new Answer { Model = route.UpstreamModel }, cancel);
    }

    /// <summary>The texts' tokens, and for each image or document what the vendors' middling ones stand for.</summary>
    private static long Count(Exchange exchange)
    {
        const long perAttachment = 1_500;
        var reader = new Utf8JsonReader(exchange.Body.Span, new JsonReaderOptions { MaxDepth = 128 });
        var attachments = 0L;
        while (reader.Read())
        {
            attachments += reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("source"u8) ? 1 : 0;
        }

        return TokenEstimate.Prompt(exchange) + (attachments * perAttachment);
    }
}
