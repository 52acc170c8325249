using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Admin;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Responses;

/// <summary>
/// Conversations that go on from a kept response (<c>previous_response_id</c>). Where the vendor keeps responses itself, the gateway keeps whose
/// they are, and lets each tenant go on from its own only; for all other vendors it keeps them whole, and writes the conversation out.
/// </summary>
internal sealed partial class Conversation(IResponseStore store, SettingsInForce settings, TimeProvider time, ILogger<Conversation> log)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(10);

    /// <summary>Takes up the conversation that a routed request goes on with; most go on with none.</summary>
    public ValueTask<ExchangeError?> ContinueAsync(Exchange.Exchange exchange, CancellationToken cancel) =>
        exchange.Fields.PreviousResponse is { } id ? TakeUpAsync(exchange, id, cancel) : default;

    /// <summary>The sink that keeps the answer on its way out, where it is to be kept; else the sink itself.</summary>
    public IAnswerSink Keeping(Exchange.Exchange exchange, IAnswerSink sink)
    {
        if (exchange.Dialect != Dialect.OpenAiResponses)
        {
            return sink;
        }

        exchange.Keeps = settings.Responses.Store;
        return settings.Responses.Store && exchange.Fields.Store ? new KeepingSink(exchange, sink, this) : sink;
    }

    /// <summary>Keeps a finished answer. One that cannot be kept reaches its caller all the same, who has paid for it.</summary>
    public async ValueTask KeepAsync(Exchange.Exchange exchange, string id, ReadOnlyMemory<byte> response, long tokens)
    {
        var now = time.GetUtcNow();
        var vendors = exchange.Route!.Dialect == Dialect.OpenAiResponses;
        var kept = new StoredResponse
        {
            Id = id,
            Tenant = exchange.Caller!.Tenant,
            Provider = vendors ? exchange.Route.Provider : null,
            Previous = exchange.Fields.PreviousResponse,
            Input = vendors ? default : ResponseBytes.Items(exchange.Body),
            Response = vendors ? default : response,
            Tokens = tokens,
            ExpiresAt = now + settings.Responses.Ttl,
        };
        try
        {
            await store.SaveAsync(kept, settings.Responses.StoreLimit, now, CancellationToken.None);
        }
        catch (Exception e) when (StoreAway.Is(e))
        {
            LogNotKept(exchange.RequestId, e);
        }
    }

    private async ValueTask<ExchangeError?> TakeUpAsync(Exchange.Exchange exchange, string id, CancellationToken cancel)
    {
        if (!settings.Responses.Store)
        {
            return Refused("This server keeps no responses to go on from (responses.store is false): send the whole conversation in 'input'.");
        }

        try
        {
            var previous = await store.FindAsync(exchange.Caller!.Tenant, id, time.GetUtcNow(), cancel);
            return previous switch
            {
                null => NotFound(id),
                { Provider: { } keeper } => AtVendor(exchange, previous, keeper),
                _ => await WriteOutAsync(exchange, previous, cancel),
            };
        }
        catch (Exception e) when (StoreAway.Is(e))
        {
            LogAway(exchange.RequestId, e);
            return new(ErrorKind.Unavailable, "The store that keeps conversations cannot be reached now. Ask again, or send the whole conversation in 'input'.") { RetryAfter = AskAgain };
        }
    }

    private static ExchangeError? AtVendor(Exchange.Exchange exchange, StoredResponse previous, string keeper)
    {
        // Of a model's several targets, only one at that vendor can go on.
        if ((Keeps(exchange.Route!) ? exchange.Route : exchange.Plan?.Rest.FirstOrDefault(Keeps)) is { } route)
        {
            exchange.Route = route == exchange.Route ? route : route with { Reason = $"conversation is kept by {keeper}" };
            exchange.CarriedTokens = previous.Tokens;
            return null;
        }

        return Refused($"'{previous.Id}' is kept by {keeper}, and the model '{exchange.Fields.Model}' is another vendor's: choose one of {keeper}'s models, or send the whole conversation in 'input'.");

        bool Keeps(Routing.Route any) => any.Dialect == Dialect.OpenAiResponses && any.Provider == keeper;
    }

    private async ValueTask<ExchangeError?> WriteOutAsync(Exchange.Exchange exchange, StoredResponse previous, CancellationToken cancel)
    {
        var (tenant, now) = (previous.Tenant, time.GetUtcNow());
        var earlier = new List<StoredResponse> { previous };
        long size = exchange.Body.Length + previous.Size;
        while (earlier[^1].Previous is { } before)
        {
            // What a vendor keeps is not here, so the conversation has a hole there, as where one was deleted.
            if (await store.FindAsync(tenant, before, now, cancel) is not { Provider: null } found)
            {
                return NotFound(before);
            }

            earlier.Add(found);
            size += found.Size;
            if (size > settings.Server.BodyLimit)
            {
                return new(ErrorKind.TooLarge, $"The conversation is over the limit of {settings.Server.BodyLimit} bytes. Begin a new one with a summary of it.") { Param = "previous_response_id" };
            }
        }

        earlier.Reverse();
        exchange.FullBody = ConversationBody.Write(exchange.Body, earlier, withThoughts: exchange.Route!.Dialect != Dialect.OpenAiResponses);
        var (fields, error) = RequestReader.Read(exchange.FullBody.Span, exchange.Dialect);
        if (fields is not null)
        {
            fields.PreviousResponse = previous.Id;
            exchange.Fields = fields;
        }

        return error;
    }

    private static ExchangeError NotFound(string id) =>
        new(ErrorKind.NotFound, $"There is no response '{id}' to go on from: it is another key's, was not stored, was deleted, or is too old. Send the whole conversation in 'input'.") { Param = "previous_response_id", Code = "previous_response_not_found" };

    private static ExchangeError Refused(string message) => new(ErrorKind.InvalidRequest, message) { Param = "previous_response_id" };

    [LoggerMessage(EventName = "ResponseNotKept", Level = LogLevel.Error, Message = "The response to {RequestId} could not be kept; its caller cannot go on from it")]
    private partial void LogNotKept(string requestId, Exception exception);

    [LoggerMessage(EventName = "ResponseStoreAway", Level = LogLevel.Error, Message = "The conversation of {RequestId} could not be read")]
    private partial void LogAway(string requestId, Exception exception);
}
