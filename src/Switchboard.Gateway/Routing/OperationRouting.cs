using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Operations;

namespace Switchboard.Gateway.Routing;

/// <summary>Which vendors may be asked for what, and where requests without a model go.</summary>
internal static class OperationRouting
{
    /// <summary>The vendor that holds the files and jobs of those who name none.</summary>
    private const string UsualProvider = "openai";

    /// <summary>Why the vendor of the model that was asked for is the wrong one, or null.</summary>
    public static ExchangeError? NotOffered(Exchange.Exchange exchange, KnownProvider provider, RouteTable table)
    {
        if (exchange.Rules is not { } rules)
        {
            return provider.Operations.HasFlag(Operation.Chat) ? null : Elsewhere(provider, Operation.Chat, "chat", table);
        }

        return rules.AnswersItself || VendorOperations.For(provider, rules.Operation) is not null ? null : Elsewhere(provider, rules.Operation, rules.Noun, table);
    }

    /// <summary>The route of a request that names a provider, or none, in place of a model.</summary>
    public static (Route? Route, ExchangeError? Error) ByProvider(Exchange.Exchange exchange, Exchange.Operations.OperationRules rules, RouteTable table)
    {
        var asked = exchange.ProviderAsked ?? UsualProvider;
        if (!table.Catalogue.TryGet(asked, out var provider) || table.Find(provider.Name) is not { } entry)
        {
            return (null, Fault(ErrorKind.InvalidRequest, $"'{asked}' names no provider that is known here. Offering {rules.Noun} now: {Names(rules.Operation, table)}."));
        }

        if (!entry.IsOn)
        {
            return (null, Fault(ErrorKind.InvalidRequest, $"{provider.Name} is not on: set {entry.KeySource} to turn it on. Offering {rules.Noun} now: {Names(rules.Operation, table)}."));
        }

        return VendorOperations.For(provider, rules.Operation) is null
            ? (null, Elsewhere(provider, rules.Operation, rules.Noun, table))
            : (new Route
            {
                Provider = provider.Name,
                UpstreamModel = "",
                Adapter = entry.Adapter,
                Dialect = entry.Adapter.Dialect,
                Target = entry.Target,
                ProviderHealth = entry.Health,
                Queue = entry.Queue,
                KeySource = entry.KeySource,
                Reason = "provider:" + provider.Name,
            }, null);
    }

    private static ExchangeError Elsewhere(KnownProvider provider, Operation operation, string noun, RouteTable table) =>
        new(ErrorKind.InvalidRequest, $"{provider.Name} offers no {noun}. Of the providers that are on, these do: {Names(operation, table)}.") { Param = "model", Code = "operation_not_offered" };

    private static string Names(Operation operation, RouteTable table)
    {
        string[] names = [.. table.On.Where(e => operation == Operation.Chat ? e.Provider.Operations.HasFlag(operation) : VendorOperations.For(e.Provider, operation) is not null).Select(static e => e.Provider.Name)];
        return names.Length == 0 ? "none" : string.Join(", ", names);
    }

    private static ExchangeError Fault(ErrorKind kind, string message) => new(kind, message) { Param = "provider", Code = "provider_not_found" };
}
