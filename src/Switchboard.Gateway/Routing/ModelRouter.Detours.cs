using Switchboard.Protocol;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Routing;

/// <summary>Routes that the model's name does not lead to: what a caller's headers ask for, and an operator's override.</summary>
internal sealed partial class ModelRouter
{
    /// <summary>The caller's own choice. It has to be allowed to the caller's key like any other model.</summary>
    private (Route? Route, ExchangeError? Error) ByHeaders(Exchange.Exchange exchange, string asked, RouteTable current)
    {
        if (exchange.Asked.Provider is { } wanted)
        {
            if (!current.Catalogue.TryGet(wanted, out var provider) || current.Find(provider.Name) is not { IsOn: true })
            {
                return (null, Invalid("x-smartflow-provider", $"'{wanted}' in x-smartflow-provider names no provider that is on. On now: {string.Join(", ", current.On.Select(static e => e.Provider.Name))}."));
            }

            if ((exchange.Asked.Model is { } named ? Own(provider, named, current) : ModelAt(exchange, provider, asked, current)) is not { } model)
            {
                return (null, Invalid("x-smartflow-provider", $"It is not known which model of {provider.Name} stands for '{asked}'. Name one in x-smartflow-model."));
            }

            asked = provider.Prefix + model;
        }

        if (exchange.Caller?.Key?.Grant.Models is { Count: > 0 } models && !Exchange.KeyCheck.Allows(models, asked, this))
        {
            return (null, new ExchangeError(ErrorKind.Forbidden, $"This key may not use the model '{asked}', which the request's headers ask for. It may use: {string.Join(", ", models)}.") { Code = "model_not_allowed" });
        }

        var (route, error) = ByName(exchange, asked, current);
        exchange.Plan = exchange.Plan?.With(static r => r with { IsDetour = true });
        return (route is null ? null : route with { IsDetour = true, Strategy = "header", Reason = $"header:{asked}" }, error);
    }

    /// <summary>The route that an operator's override makes of a request; null where it does not concern it.</summary>
    private Route? Forced(Exchange.Exchange exchange, string asked, RoutingOverride forced, RouteTable current)
    {
        // Anthropic's own callers rely on what only Anthropic's models do, and stay.
        var concerned = exchange.Rules is null && exchange.Dialect != Dialect.AnthropicMessages;
        return concerned && current.Find(forced.Provider) is { IsOn: true } entry && ModelAt(exchange, entry.Provider, asked, current) is { } model
            ? To(exchange, entry, model) with { Strategy = "override", Reason = $"override:{forced.Provider}" }
            : null;
    }

    /// <summary>Puts the override's route before the usual ones, which stay for the case that it fails. One that is usual anyway is no detour.</summary>
    private static Route Detour(Exchange.Exchange exchange, Route detour, Route? usual)
    {
        List<Route> rest = usual is null ? [] : [usual, .. exchange.Plan?.Rest ?? []];
        var same = rest.Find(r => (r.Provider, r.UpstreamModel) == (detour.Provider, detour.UpstreamModel));
        exchange.Plan = new RoutePlan([.. rest.Where(r => r != same)], exchange.Plan?.Larger);
        return same is null ? detour with { IsDetour = true } : same with { Strategy = detour.Strategy, Reason = detour.Reason };
    }

    /// <summary>What this provider has in place of the asked model: that one where it is its own, a target of the plan, or the one of its tier.</summary>
    private static string? ModelAt(Exchange.Exchange exchange, KnownProvider provider, string asked, RouteTable current)
    {
        if (current.Plans.TryGetValue(asked, out var plan))
        {
            if (plan.All.FirstOrDefault(t => t.Entry.IsOn && t.Entry.Provider.Name == provider.Name) is { } target)
            {
                return target.Model;
            }

            asked = plan.Targets[0].Name;
        }

        var name = ModelName.Parse(asked, current.Catalogue);
        return name.Provider?.Name == provider.Name ? name.ModelText
            : exchange.Rules is null ? ModelTiers.ModelOf(provider.Name, ModelTiers.Of(asked))
            : null; // Tiers are of chat.
    }

    /// <summary>A model that the caller names together with its provider, with or without the prefix.</summary>
    private static string Own(KnownProvider provider, string named, RouteTable current)
    {
        var name = ModelName.Parse(named, current.Catalogue);
        return name.Provider?.Name == provider.Name ? name.ModelText : named;
    }
}
