using Switchboard.Protocol;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Routing;

/// <summary>Decides which vendor and model a request goes to. For now a name leads to one vendor: by prefix, else by what the name looks like.</summary>
internal sealed class ModelRouter(PriceTableSource prices)
{
    private volatile RouteTable? _table;

    /// <summary>The table in force.</summary>
    public RouteTable Table
    {
        get => _table ?? throw new InvalidOperationException("No route table is in force yet; load the configuration first.");
        set => _table = value;
    }

    public (Route? Route, ExchangeError? Error) Find(Exchange.Exchange exchange)
    {
        var current = Table;
        if (exchange.Rules is { HasModel: false } rules)
        {
            return OperationRouting.ByProvider(exchange, rules, current);
        }

        var asked = exchange.Fields.Model;
        var name = ModelName.Parse(asked, current.Catalogue);
        if (name.Provider is not { } provider || current.Find(provider.Name) is not { } entry)
        {
            return (null, NotFound($"'{name.UnknownPrefix}' in the model '{asked}' names no provider that is known here.", current));
        }

        // A caller's own vendor key goes to the vendor whose dialect carries it, and to no other.
        var takesCallerKey = exchange.VendorKey is not null && provider.Name == "anthropic";
        if (!entry.IsOn && !takesCallerKey)
        {
            return (null, name.Origin == ModelOrigin.Assumed
                ? NotFound($"The model '{asked}' is not known here.", current)
                : NotFound($"The model '{asked}' belongs to {provider.Name}, which is not on: set {entry.KeySource} to turn it on.", current));
        }

        if (OperationRouting.NotOffered(exchange, provider, current) is { } other)
        {
            return (null, other);
        }

        var model = name.ModelText;
        var inForce = prices.Current;
        var dialect = provider.AlsoSpeaks.Contains(exchange.Dialect) ? exchange.Dialect : entry.Adapter.Dialect;
        return (new Route
        {
            Provider = provider.Name,
            UpstreamModel = model,
            Adapter = entry.Adapter,
            Target = entry.Target,
            Keys = entry.Keys,
            Dialect = dialect,
            TakesCallerKey = takesCallerKey,
            AsksUsage = provider.UnderstandsIncludeUsage,
            LimitName = LimitName(provider, dialect),
            KeySource = entry.KeySource,
            Price = inForce.Find(provider.Name, model)?.On(DateOnly.FromDateTime(exchange.StartedAt.UtcDateTime)),
            PriceVersion = inForce.Version,
            Reason = entry.Reason,
        }, null);
    }

    private static string LimitName(KnownProvider provider, Dialect dialect) => dialect switch
    {
        Dialect.OpenAiResponses => "max_output_tokens",
        Dialect.AnthropicMessages => "max_tokens",
        _ => provider.WantsMaxTokens ? "max_tokens" : "max_completion_tokens",
    };

    /// <summary>A model's name with its provider's prefix, however the caller wrote it.</summary>
    public string Canonical(string asked)
    {
        var name = ModelName.Parse(asked, Table.Catalogue);
        return name.Provider is { } provider ? provider.Prefix + name.ModelText : asked;
    }

    private static ExchangeError NotFound(string reason, RouteTable table) =>
        new(ErrorKind.ModelNotFound, $"{reason} On now: {string.Join(", ", table.On.Select(static e => e.Provider.Prefix + "*"))}. GET /v1/models lists their models.") { Param = "model", Code = "model_not_found" };
}
