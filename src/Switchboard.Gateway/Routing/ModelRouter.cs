using Switchboard.Protocol;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Routing;

/// <summary>
/// Decides which vendor and model a request goes to: an operator's override, else what the caller's headers ask for, else the plan of the
/// model's name, else by prefix or by what the name looks like.
/// </summary>
internal sealed class ModelRouter(PriceTableSource prices, RoutingOverrides overrides)
{
    private volatile RouteTable? _table;

    /// <summary>The table in force.</summary>
    public RouteTable Table
    {
        get => _table ?? throw new InvalidOperationException("No route table is in force yet; load the configuration first.");
        set => _table = value;
    }

    /// <summary>The request's route; further ones go into its plan.</summary>
    public (Route? Route, ExchangeError? Error) Find(Exchange.Exchange exchange)
    {
        var current = Table;
        if (exchange.Rules is { HasModel: false } rules)
        {
            return OperationRouting.ByProvider(exchange, rules, current);
        }

        var asked = exchange.Asked.Model ?? exchange.Fields.Model;
        if (exchange.Asked.Override)
        {
            return ByHeaders(exchange, asked, current);
        }

        var (route, error) = ByName(exchange, asked, current);
        return overrides.Current is { } forced && Forced(exchange, asked, forced, current) is { } detour
            ? (Detour(exchange, detour, route), null)
            : (route, error);
    }

    private (Route? Route, ExchangeError? Error) ByName(Exchange.Exchange exchange, string asked, RouteTable current) =>
        current.Plans.Count > 0 && current.Plans.TryGetValue(asked, out var plan) ? Planned(exchange, plan) : Direct(exchange, asked, current);

    private (Route? Route, ExchangeError? Error) Direct(Exchange.Exchange exchange, string asked, RouteTable current)
    {
        var name = ModelName.Parse(asked, current.Catalogue);
        if (name.Provider is not { } provider || current.Find(provider.Name) is not { } entry)
        {
            return (null, NotFound($"'{name.UnknownPrefix}' in the model '{asked}' names no provider that is known here.", current));
        }

        // A caller's own vendor key goes to the vendor whose dialect carries it, and to no other.
        if (!entry.IsOn && !TakesCallerKey(exchange, provider))
        {
            return (null, name.Origin == ModelOrigin.Assumed
                ? NotFound($"The model '{asked}' is not known here.", current)
                : NotFound($"The model '{asked}' belongs to {provider.Name}, which is not on: set {entry.KeySource} to turn it on.", current));
        }

        return OperationRouting.NotOffered(exchange, provider, current) is { } other
            ? (null, other)
            : (To(exchange, entry, name.ModelText), null);
    }

    private (Route? Route, ExchangeError? Error) Planned(Exchange.Exchange exchange, ModelPlan plan)
    {
        var (order, reason) = plan.Choose(new RoutingAsk(exchange, prices.Current));
        if (order.Count == 0)
        {
            return (null, NoTarget(exchange, plan));
        }

        var routes = new List<Route>(order.Count);
        foreach (var target in order.Where(t => OperationRouting.NotOffered(exchange, t.Entry.Provider, Table) is null))
        {
            routes.Add(To(exchange, target.Entry, target.Model) with
            {
                Health = target.Health,
                IsDetour = plan.Fallbacks.Contains(target),
                Strategy = plan.Strategy.Word(),
                Reason = routes.Count == 0 ? $"{plan.Strategy.Word()}: {reason}" : "",
            });
        }

        if (routes.Count == 0)
        {
            return (null, OperationRouting.NotOffered(exchange, order[0].Entry.Provider, Table));
        }

        var larger = plan.Larger is { Entry.IsOn: true } target2 ? To(exchange, target2.Entry, target2.Model) with { Health = target2.Health, IsDetour = true, Strategy = plan.Strategy.Word() } : null;
        exchange.Plan = new RoutePlan(routes[1..], larger);
        return (routes[0], null);
    }

    /// <summary>The caller's own choice. It has to be allowed to the caller's key like any other model.</summary>
    private (Route? Route, ExchangeError? Error) ByHeaders(Exchange.Exchange exchange, string asked, RouteTable current)
    {
        if (exchange.Asked.Provider is { } wanted)
        {
            if (!current.Catalogue.TryGet(wanted, out var provider) || current.Find(provider.Name) is not { IsOn: true })
            {
                return (null, Invalid("x-smartflow-provider", $"'{wanted}' in x-smartflow-provider names no provider that is on. On now: {string.Join(", ", current.On.Select(static e => e.Provider.Name))}."));
            }

            if (ModelAt(provider, asked, current) is not { } model)
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
        return (route is null ? null : route with { IsDetour = true, Strategy = "header", Reason = $"header:{asked}" }, error);
    }

    /// <summary>The route that an operator's override makes of a request; null where it does not concern it.</summary>
    private Route? Forced(Exchange.Exchange exchange, string asked, RoutingOverride forced, RouteTable current)
    {
        // Anthropic's own callers rely on what only Anthropic's models do, and stay.
        var concerned = exchange.Rules is null && exchange.Dialect != Dialect.AnthropicMessages;
        return concerned && current.Find(forced.Provider) is { IsOn: true } entry && ModelAt(entry.Provider, asked, current) is { } model
            ? To(exchange, entry, model) with { IsDetour = true, Strategy = "override", Reason = $"override:{forced.Provider}" }
            : null;
    }

    private static Route Detour(Exchange.Exchange exchange, Route detour, Route? usual)
    {
        IReadOnlyList<Route> rest = usual is null ? [] : [usual, .. exchange.Plan?.Rest ?? []];
        exchange.Plan = new RoutePlan(rest, exchange.Plan?.Larger);
        return detour;
    }

    /// <summary>The asked model where it is that provider's own; else the one of its tier there.</summary>
    private static string? ModelAt(KnownProvider provider, string asked, RouteTable current)
    {
        var name = ModelName.Parse(asked, current.Catalogue);
        return name.Provider == provider ? name.ModelText : ModelTiers.ModelOf(provider.Name, ModelTiers.Of(asked));
    }

    private Route To(Exchange.Exchange exchange, ProviderEntry entry, string model)
    {
        var (provider, inForce) = (entry.Provider, prices.Current);
        var dialect = provider.AlsoSpeaks.Contains(exchange.Dialect) ? exchange.Dialect : entry.Adapter.Dialect;
        return new Route
        {
            Provider = provider.Name,
            UpstreamModel = model,
            Adapter = entry.Adapter,
            Target = entry.Target,
            Keys = entry.Keys,
            ProviderHealth = entry.Health,
            Queue = entry.Queue,
            Dialect = dialect,
            TakesCallerKey = TakesCallerKey(exchange, provider),
            AsksUsage = provider.UnderstandsIncludeUsage,
            LimitName = LimitName(provider, dialect),
            KeySource = entry.KeySource,
            Price = inForce.Find(provider.Name, model)?.On(DateOnly.FromDateTime(exchange.StartedAt.UtcDateTime)),
            PriceVersion = inForce.Version,
            Reason = entry.Reason,
        };
    }

    private static bool TakesCallerKey(Exchange.Exchange exchange, KnownProvider provider) => exchange.VendorKey is not null && provider.Name == "anthropic";

    private static ExchangeError NoTarget(Exchange.Exchange exchange, ModelPlan plan)
    {
        if (plan.All.FirstOrDefault(static t => t.Entry.IsOn) is null)
        {
            return new ExchangeError(ErrorKind.ModelNotFound, $"No target of the model '{plan.Name}' is on: set {string.Join(" or ", plan.All.Select(static t => t.Entry.KeySource).Distinct())} to turn one on.") { Param = "model", Code = "model_not_found" };
        }

        return exchange.Asked.Tags.Count > 0
            ? Invalid("x-smartflow-tags", $"No target of the model '{plan.Name}' takes this request with the tags {string.Join(", ", exchange.Asked.Tags)}. Ask for other tags, or let the administrator tag a target of models.{plan.Name}.")
            : Invalid("model", $"No target of the model '{plan.Name}' takes this request: each has rules that it does not meet. The administrator finds them under models.{plan.Name}.targets.");
    }

    private static ExchangeError Invalid(string param, string message) => new(ErrorKind.InvalidRequest, message) { Param = param, Code = "no_route" };

    private static string LimitName(KnownProvider provider, Dialect dialect) => dialect switch
    {
        Dialect.OpenAiResponses => "max_output_tokens",
        Dialect.AnthropicMessages => "max_tokens",
        _ => provider.WantsMaxTokens ? "max_tokens" : "max_completion_tokens",
    };

    /// <summary>A model's name with its provider's prefix, however the caller wrote it.</summary>
    public string Canonical(string asked)
    {
        if (Table.Plans.Count > 0 && Table.Plans.TryGetValue(asked, out var plan))
        {
            return plan.Name;
        }

        var name = ModelName.Parse(asked, Table.Catalogue);
        return name.Provider is { } provider ? provider.Prefix + name.ModelText : asked;
    }

    private static ExchangeError NotFound(string reason, RouteTable table) =>
        new(ErrorKind.ModelNotFound, $"{reason} On now: {string.Join(", ", table.On.Select(static e => e.Provider.Prefix + "*"))}. GET /v1/models lists their models.") { Param = "model", Code = "model_not_found" };
}
