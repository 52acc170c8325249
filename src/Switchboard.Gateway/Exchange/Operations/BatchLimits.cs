using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>Keys whose limits a job of the vendor's cannot be held to.</summary>
internal static class BatchLimits
{
    /// <summary>A batch runs at the vendor, over any model that its file names, so that neither its models nor its cost pass through here.</summary>
    public static ExchangeError? Check(Exchange exchange) => exchange.Caller?.Key?.Grant is { } grant && (grant.Budgets.Count > 0 || grant.Models.Count > 0)
        ? new ExchangeError(ErrorKind.Forbidden, "This key has a budget or a list of models, to which a batch cannot be held: its requests run at the vendor. Use a key without them, or send the requests one by one.") { Code = "batch_not_allowed" }
        : null;
}
