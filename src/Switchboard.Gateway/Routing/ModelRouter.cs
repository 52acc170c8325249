using Switchboard.Protocol;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Routing;

/// <summary>
/// Decides which vendor and model a request goes to: an operator's override, else what the caller's headers ask for, else the plan of the
/// model's name, else by prefix or by what the name looks like.
/// </summary>
internal sealed partial class ModelRouter(PriceTableSource prices, RoutingOverrides overrides)
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
        foreach (var target in order)
        {
            if (OperationRouting.NotOffered(exchange, target.Entry.Provider, Table) is null)
            {
                routes.Add(To(exchange, target, plan));
            }
        }

        if (routes.Count == 0)
        {
            return (null, OperationRouting.NotOffered(exchange, order[0].Entry.Provider, Table));
        }

        var first = routes[0] with { Reason = $"{plan.Strategy.Word()}: {reason}" };
        routes.RemoveAt(0);
        exchange.Plan = new RoutePlan(routes, plan.Larger is { Entry.IsOn: true } larger ? To(exchange, larger, plan) : null)
        {
            HedgeAfter = exchange.Rules is null && routes.Count > 0 ? plan.HedgeAfter : null,
        };
        return (first, null);
    }

    private Route To(Exchange.Exchange exchange, PlannedTarget target, ModelPlan plan)
    {
        var (inForce, day, takesCallerKey) = (prices.Current, DayOf(exchange), TakesCallerKey(exchange, target.Entry.Provider));
        if (target.Last is { } last && last.IsFor(inForce, day, exchange.Dialect, takesCallerKey))
        {
            return last.Route;
        }

        var route = To(exchange, target.Entry, target.Model) with { Health = target.Health, IsDetour = target.IsDetour, Strategy = plan.Strategy.Word(), Reason = "" };
        target.Last = new PlannedRoute(inForce, day, exchange.Dialect, takesCallerKey, route);
        return route;
    }

    private static DateOnly DayOf(Exchange.Exchange exchange) => DateOnly.FromDateTime(exchange.StartedAt.UtcDateTime);

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
            Price = inForce.Find(provider.Name, model)?.On(DayOf(exchange)),
            PriceVersion = inForce.Version,
            Reason = entry.Reason,
        };
    }

    internal static bool TakesCallerKey(Exchange.Exchange exchange, KnownProvider provider) => exchange.VendorKey is not null && provider.Name == "anthropic";

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
