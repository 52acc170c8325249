using Switchboard.Gateway.Routing;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Operations;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>An operation that is asked for in JSON. What few of them have is given as functions.</summary>
internal sealed class JsonRules : OperationRules
{
    /// <summary>The fields that are looked at, beside those that every operation has.</summary>
    public required IReadOnlyList<FieldRule> Fields { get; init; }

    /// <summary>The model of requests that name none; null where they must.</summary>
    public string? UsualModel { get; init; }

    /// <summary>Whether <c>stream</c> is a governed field: then it says how the answer comes.</summary>
    public bool Streams { get; init; }

    public Func<Exchange, UsageBound>? Bound { get; init; }

    public Func<Exchange, OperationFacts, TokenUsage>? Consumed { get; init; }

    public Func<Exchange, IStreamTap>? Watch { get; init; }

    public Func<OperationFacts, bool>? Shape { get; init; }

    public Func<Exchange, ExchangeError?>? Check { get; init; }

    public override ExchangeError? Read(Exchange exchange) => OperationReader.Read(exchange, this) ?? Check?.Invoke(exchange);

    public override UsageBound Most(Exchange exchange, Route route) => Bound?.Invoke(exchange) ?? default;

    public override long TokensHeld(Exchange exchange) => Bound is null ? 0 : TokenEstimate.Prompt(exchange) + Bound(exchange).Output;

    public override bool IsReply(in OperationFacts facts) => Shape?.Invoke(facts) ?? base.IsReply(facts);

    public override TokenUsage Usage(Exchange exchange, in OperationFacts facts) => Consumed?.Invoke(exchange, facts) ?? base.Usage(exchange, facts);

    public override IStreamTap? Tap(Exchange exchange) => Watch?.Invoke(exchange);
}
