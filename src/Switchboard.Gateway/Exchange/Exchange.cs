using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Gateway.Identity;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// One request and all that becomes of it. Free of HTTP, so that callers in the same process take the same path. Each step of
/// <see cref="ExchangeHandler"/> adds what it found; audit and metrics read it at the end.
/// </summary>
internal sealed class Exchange(string requestId, Dialect dialect, DateTimeOffset startedAt, long startedTicks)
{
    private ReadOnlyMemory<byte> _fullBody;

    public string RequestId { get; } = requestId;

    public Dialect Dialect { get; } = dialect;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>The time provider's timestamp at the start.</summary>
    public long StartedTicks { get; } = startedTicks;

    /// <summary>What is asked for beside chat, and how that differs from it; null for chat.</summary>
    public OperationRules? Rules { get; init; }

    /// <summary>What the caller sent, byte for byte; empty where it is an <see cref="Upload"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>The body with the conversation that it continues written out; the body itself where there is none, or the vendor keeps it.</summary>
    public ReadOnlyMemory<byte> FullBody
    {
        get => _fullBody.IsEmpty ? Body : _fullBody;
        set => (_fullBody, PromptEstimate) = (value, null);
    }

    /// <summary>Tokens of the conversation that the vendor keeps and reads again.</summary>
    public long CarriedTokens { get; set; }

    /// <summary>Where the governed fields of a JSON request beside chat stand, or null.</summary>
    public ReadFields? Named { get; set; }

    /// <summary>A form with files that is passed on as it comes in, or null.</summary>
    public Upload? Upload { get; set; }

    /// <summary>Which of what vendors keep is meant, or null.</summary>
    public HoldingAsk? Holding { get; set; }

    /// <summary>The media type of the answer where it is neither JSON nor a stream of events; null where it is.</summary>
    public string? ReplyType { get; set; }

    public Caller? Caller { get; set; }

    public RequestIdentity Identity { get; set; }

    /// <summary>The caller's own key for the vendor. It goes to that vendor alone.</summary>
    public string? VendorKey { get; set; }

    /// <summary>Headers that the caller means for the vendor (<c>anthropic-version</c>, <c>anthropic-beta</c>).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> VendorHeaders { get; set; } = [];

    /// <summary>The provider that a request without a model names, or null.</summary>
    public string? ProviderAsked { get; set; }

    /// <summary><c>Cache-Control: no-cache</c>: do not answer from the cache.</summary>
    public bool NoCache { get; set; }

    /// <summary><c>Cache-Control: no-store</c>: do not keep the answer.</summary>
    public bool NoStore { get; set; }

    public GovernedFields Fields { get; set; } = new();

    /// <summary>Responses: whether the answer is kept for its caller.</summary>
    public bool Keeps { get; set; }

    public CacheOutcome Cache { get; set; } = CacheOutcome.None;

    /// <summary>What the caller asks of routing beside the model's name.</summary>
    public RoutingHeaders Asked { get; init; } = RoutingHeaders.None;

    /// <summary>Where the request goes, or went last.</summary>
    public Route? Route { get; set; }

    /// <summary>Where it may go besides; null where its model's name leads to one place.</summary>
    public RoutePlan? Plan { get; set; }

    /// <summary>How long it has waited for a place at a provider.</summary>
    public TimeSpan Queued { get; set; }

    /// <summary>The use of one of the provider's keys, where there is a choice or a limit.</summary>
    public KeyLease? Lease { get; set; }

    /// <summary>Budgets of providers' keys that turned out to be used up, to be told.</summary>
    public List<BudgetMark>? KeyMarks { get; set; }

    /// <summary>The accounts that it is booked on; null for callers without a key, and before it asked to be let in.</summary>
    public Standing? Standing { get; set; }

    public Reservation Reservation { get; private init; } = new();

    /// <summary>The limit that refused the request, if one did.</summary>
    public Refusal? Refusal { get; set; }

    public List<Attempt> Attempts { get; } = [];

    /// <summary>Calls to vendors that the request may make, whatever for.</summary>
    public int MostAttempts { get; set; } = 1;

    /// <summary>The provider and model that answered; of a cache hit, those that answered first.</summary>
    public string? Provider { get; set; }

    public string? ModelUsed { get; set; }

    public TokenUsage Usage { get; set; }

    /// <summary>The request's input tokens as <see cref="TokenEstimate"/> has them; null until somebody needs them.</summary>
    public long? PromptEstimate { get; set; }

    public long CostMicros { get; set; }

    /// <summary>What calls may have cost that were cut off because another answered first, as estimated; part of <see cref="CostMicros"/> in the end.</summary>
    public long HedgeMicros { get; set; }

    /// <summary>The tokens of those calls.</summary>
    public long HedgeTokens { get; set; }

    /// <summary>The price table that the exchange was routed under, or that was in force at its end where it never was routed.</summary>
    public string? PriceVersion { get; set; }

    /// <summary>What was asked for and could not be expressed in the vendor's dialect.</summary>
    public IReadOnlyList<string> Dropped { get; set; } = [];

    public TimeSpan? FirstByte { get; set; }

    public TimeSpan Duration { get; set; }

    public long ResponseBytes { get; set; }

    public int Status { get; set; }

    public ExchangeOutcome Outcome { get; set; }

    public ExchangeError? Error { get; set; }

    /// <summary>True once the record is in the journal: nothing of the exchange may change any more.</summary>
    public bool Recorded { get; set; }

    /// <summary>An exchange for the same request that knows nothing of what becomes of this one: for a call beside others.</summary>
    public Exchange Beside(int mostAttempts) => new(RequestId, Dialect, StartedAt, StartedTicks)
    {
        Body = Body,
        FullBody = FullBody,
        Caller = Caller,
        Identity = Identity,
        VendorKey = VendorKey,
        VendorHeaders = VendorHeaders,
        Fields = Fields,
        Keeps = Keeps,
        Asked = Asked,
        PromptEstimate = PromptEstimate,
        Standing = Standing,
        Reservation = Reservation,
        MostAttempts = mostAttempts,
    };
}
