using Switchboard.Gateway.Exchange;
using Switchboard.Protocol;

namespace Switchboard.Gateway.Caching;

/// <summary>All of a cached answer but its bytes, as a store keeps it.</summary>
internal sealed record CachedFacts(bool Stream, int UsageStart, int EndStart, string? Model, TokenUsage Usage, int ClosingBrace, bool NamesProvider, bool NamesCached, string Provider, long CostMicros, DateTimeOffset ExpiresAt)
{
    public static CachedFacts Of(CachedAnswer a) =>
        new(a.Stream, a.UsageStart, a.EndStart, a.Answer.Model, a.Answer.Usage, a.Answer.ClosingBrace, a.Answer.NamesProvider, a.Answer.NamesCached, a.Provider, a.CostMicros, a.ExpiresAt);

    public CachedAnswer With(byte[] bytes) => new()
    {
        Stream = Stream,
        Bytes = bytes,
        UsageStart = UsageStart,
        EndStart = EndStart,
        Answer = new Answer { Model = Model, Usage = Usage, ClosingBrace = ClosingBrace, NamesProvider = NamesProvider, NamesCached = NamesCached },
        Provider = Provider,
        CostMicros = CostMicros,
        ExpiresAt = ExpiresAt,
    };
}
