using Switchboard.Gateway.Exchange;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Routing;

/// <summary>What is known of a request when its target is chosen.</summary>
internal readonly record struct RoutingAsk(Exchange.Exchange Exchange, PriceTable Prices)
{
    /// <summary>The prompt, as estimated; counted when somebody asks.</summary>
    public long PromptTokens => TokenEstimate.Prompt(Exchange);
}
