using Switchboard.Gateway.Routing;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Operations;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>
/// How one operation beside chat differs from it on the way through the gateway: what is read of the request, what it can cost, and what
/// its answer has consumed. Immutable, one object per operation.
/// </summary>
internal abstract class OperationRules
{
    /// <summary>What vendors are asked for.</summary>
    public required Operation Operation { get; init; }

    /// <summary>The audit record's <c>content_type</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>The audit record's <c>dialect</c>: whose shape, and which endpoint.</summary>
    public required string Name { get; init; }

    /// <summary>What messages call it, such as <c>embeddings</c>.</summary>
    public required string Noun { get; init; }

    /// <summary>Whether the same request may get the same answer again.</summary>
    public bool IsCacheable { get; init; }

    /// <summary>Whether requests name a model; else they go to a provider.</summary>
    public bool HasModel { get; init; } = true;

    /// <summary>Whether the gateway answers by itself where the vendor does not offer the operation.</summary>
    public bool AnswersItself { get; init; }

    /// <summary>What the gateway's own answer says that it is; null where its dialect has no word for that.</summary>
    public string? AnswersAs { get; init; }

    /// <summary>Whether output tokens are image tokens.</summary>
    public bool MakesImages { get; init; }

    /// <summary>Whether an answer is a file's bytes, passed on as they come.</summary>
    public bool AnswersBytes { get; init; }

    /// <summary>Reads the request's governed fields, or says what is wrong with them.</summary>
    public abstract ExchangeError? Read(Exchange exchange);

    /// <summary>The most that the request can consume.</summary>
    public virtual UsageBound Most(Exchange exchange, Route route) => default;

    /// <summary>Tokens that are held of the key's tokens per minute.</summary>
    public virtual long TokensHeld(Exchange exchange) => 0;

    /// <summary>Whether the vendor's whole answer is one.</summary>
    public virtual bool IsReply(in OperationFacts facts) => facts.Items is not null;

    /// <summary>What an answer consumed, from what the vendor tells and from what was asked.</summary>
    public virtual TokenUsage Usage(Exchange exchange, in OperationFacts facts) => facts.Usage ?? default;

    /// <summary>Watches an answer that comes as a stream of events; null where that is no answer to this operation.</summary>
    public virtual IStreamTap? Tap(Exchange exchange) => null;
}
