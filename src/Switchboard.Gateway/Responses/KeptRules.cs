using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Responses;

/// <summary>What is done with a kept response. It names no model: whoever keeps it has its place on record.</summary>
internal sealed class KeptRules : OperationRules
{
    public static readonly KeptRules Reading = Of(static (kept, exchange, found, cancel) => found.Provider is null
        ? new((found.Response, null))
        : kept.AtVendorAsync(exchange, found, HttpMethod.Get, "", cancel));

    public static readonly KeptRules Deletion = Of(static (kept, exchange, found, cancel) => kept.DeleteAsync(exchange, found, cancel));

    public static readonly KeptRules Input = Of(static (kept, exchange, found, cancel) => found.Provider is null
        ? kept.InputAsync(exchange, found, cancel)
        : kept.AtVendorAsync(exchange, found, HttpMethod.Get, "/input_items" + exchange.Holding!.QueryText(), cancel));

    /// <summary>There is nothing to cancel: a response that others could still stop is one in the background, and there are none here.</summary>
    public static readonly KeptRules Cancellation = Of(static (_, _, found, _) => new((default, new ExchangeError(
        ErrorKind.InvalidRequest, $"'{found.Id}' cannot be cancelled: only responses in the background can, and none are made so here. To stop one under way, close its connection.") { Param = "response_id" })));

    private KeptRules()
    {
    }

    /// <summary>What is done with it once it is found to be the caller's: the answer's body, or why there is none.</summary>
    public required Func<KeptResponses, Exchange.Exchange, StoredResponse, CancellationToken, ValueTask<(ReadOnlyMemory<byte> Body, ExchangeError? Error)>> Act { get; init; }

    public override ExchangeError? Read(Exchange.Exchange exchange) => null;

    private static KeptRules Of(Func<KeptResponses, Exchange.Exchange, StoredResponse, CancellationToken, ValueTask<(ReadOnlyMemory<byte> Body, ExchangeError? Error)>> act) => new()
    {
        Operation = Providers.Catalogue.Operation.None,
        ContentType = "response",
        Name = "openai.responses",
        Noun = "kept responses",
        HasModel = false,
        Act = act,
    };
}
