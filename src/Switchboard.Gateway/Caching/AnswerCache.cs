using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Telemetry;

namespace Switchboard.Gateway.Caching;

/// <summary>
/// Answers repeated requests: from memory (phase 1), from the store (phase 3), or from an identical request that is under way. The phases
/// by meaning (2 and 4) come between these two.
/// </summary>
internal sealed partial class AnswerCache(SettingsInForce settings, MemoryTier memory, ICacheStore store, CacheWriter writer, ModelRouter router, CacheStatistics statistics, GatewayMetrics metrics, TimeProvider time, ILogger<AnswerCache> log)
{
    private const double HottestCached = 1.0;
    private readonly ConcurrentDictionary<(CacheKey Key, bool Stream), SharedAnswer> _underWay = new();

    /// <summary>Callers who read answers that are under way.</summary>
    public int Readers => _underWay.Values.Sum(static s => s.Readers);

    /// <summary>
    /// The key under which the answer may be found and kept; null where the cache has no part in the request: several choices, a
    /// temperature that asks for variety, tools that have answered, or a conversation that is kept elsewhere.
    /// </summary>
    public CacheKey? KeyOf(Exchange.Exchange exchange)
    {
        var fields = exchange.Fields;
        (exchange.NoCache, exchange.NoStore) = (exchange.NoCache || fields.NoCache, exchange.NoStore || fields.NoStore);
        var bypass = !settings.Cache.Exact || exchange.Rules is { IsCacheable: false } || fields.Choices > 1 || fields.Temperature > HottestCached || fields.HasToolResults || fields.PreviousResponse is not null || (exchange.NoCache && exchange.NoStore);
        return bypass ? null : CanonicalRequest.KeyOf(exchange, router.Table.Version);
    }

    /// <summary>Answers from memory or store; false where neither has the answer.</summary>
    public async ValueTask<bool> TryAnswerAsync(Exchange.Exchange exchange, CacheKey key, IAnswerSink sink, CancellationToken cancel)
    {
        if (exchange.NoCache)
        {
            return false;
        }

        var (cached, tier) = (memory.Find(key), "L1");
        if (cached is null)
        {
            (cached, tier) = (await FindStoredAsync(key, cancel), "L3");
        }

        if (cached is null || !Replay.CanTell(cached, exchange))
        {
            exchange.Cache = new CacheOutcome(false) { Key = key.ToString() };
            return false;
        }

        if (tier == "L3")
        {
            memory.Save(key, cached);
        }

        Hit(exchange, cached, key, tier);
        await Replay.RunAsync(cached, exchange, sink, cancel);
        return true;
    }

    /// <summary>
    /// Asks the vendor through <paramref name="ask"/>, or reads along where the same question is under way; keeps a finished answer.
    /// Without a key the vendor's answer goes straight to the caller.
    /// </summary>
    public ValueTask ShareAsync(Exchange.Exchange exchange, CacheKey? key, IAnswerSink sink, Func<IAnswerSink, CancellationToken, ValueTask> ask, CancellationToken cancel)
    {
        // An answer that a key's limits cut short is that key's own.
        if (key is null || exchange.NoStore || exchange.Route!.IsCutShort || exchange.Plan?.All.Any(static r => r.IsCutShort) == true)
        {
            Miss(exchange, key);
            return ask(sink, cancel);
        }

        var mine = new SharedAnswer();
        mine.TryEnter();
        if (exchange.NoCache)
        {
            return LeadAsync(exchange, key.Value, mine, sink, ask, keep: true, cancel);
        }

        var slot = (key.Value, exchange.Fields.Stream);
        var current = _underWay.GetOrAdd(slot, mine);
        if (current != mine && current.TryEnter())
        {
            mine.Dispose();
            return FollowAsync(exchange, key.Value, current, sink, cancel);
        }

        _underWay[slot] = mine;
        if (memory.Find(key.Value) is { } finished && Replay.CanTell(finished, exchange))
        {
            // Another's answer was finished between the look-up and here.
            Hit(exchange, finished, key.Value, "L1");
            return LeadAsync(exchange, key.Value, mine, sink, (target, left) => Replay.RunAsync(finished, exchange, target, left), keep: false, cancel);
        }

        Miss(exchange, key);
        return LeadAsync(exchange, key.Value, mine, sink, ask, keep: true, cancel);
    }

    private async ValueTask LeadAsync(Exchange.Exchange exchange, CacheKey key, SharedAnswer shared, IAnswerSink sink, Func<IAnswerSink, CancellationToken, ValueTask> ask, bool keep, CancellationToken cancel)
    {
        var asking = AskAsync(exchange, key, shared, ask, keep);
        try
        {
            await shared.CopyToAsync(sink, cancel);
        }
        finally
        {
            // The leader's record waits for the call that it pays for, though others may be all who still read.
            shared.Leave();
            await asking;
            if (!exchange.Recorded && shared.Answer != Answer.Empty)
            {
                exchange.Usage = shared.Answer.Usage;
            }

            shared.Dispose();
        }
    }

    private async Task AskAsync(Exchange.Exchange exchange, CacheKey key, SharedAnswer shared, Func<IAnswerSink, CancellationToken, ValueTask> ask, bool keep)
    {
        try
        {
            await ask(shared, shared.Abandoned);
            if (keep)
            {
                Keep(exchange, key, shared);
            }
        }
        catch (OperationCanceledException) when (shared.Abandoned.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception e)
        {
            LogFault(exchange.RequestId, e);
            await shared.FailAsync(new(Protocol.Errors.ErrorKind.Internal, "The gateway failed on this request. Try again."), default, Answer.Empty, CancellationToken.None);
        }
        finally
        {
            // After it is kept, so that whoever comes too late to read along finds it.
            _underWay.TryRemove(new((key, exchange.Fields.Stream), shared));
        }
    }

    private void Keep(Exchange.Exchange exchange, CacheKey key, SharedAnswer shared)
    {
        if (exchange.Route!.IsDetour)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (shared.ToCached(exchange.Route.Provider, CostOf(exchange, shared.Answer), now + settings.Cache.Ttl) is { } cached && cached.Bytes.Length <= settings.Cache.EntryLimit)
        {
            memory.Save(key, cached);
            writer.Enqueue(key, cached);
        }
    }

    private async ValueTask FollowAsync(Exchange.Exchange exchange, CacheKey key, SharedAnswer shared, IAnswerSink sink, CancellationToken cancel)
    {
        try
        {
            exchange.Provider = exchange.Route!.Provider;
            exchange.Cache = Outcome(key, "L1", 0, 0) with { Coalesced = true };
            await shared.CopyToAsync(new FollowerSink(sink, answer => Followed(exchange, key, answer)), cancel);
        }
        finally
        {
            shared.Leave();
        }
    }

    private async ValueTask<CachedAnswer?> FindStoredAsync(CacheKey key, CancellationToken cancel)
    {
        try
        {
            return await store.FindAsync(key, time.GetUtcNow(), cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A store that is away costs hits, not answers.
            LogStoreAway(e);
            return null;
        }
    }

    private void Hit(Exchange.Exchange exchange, CachedAnswer cached, CacheKey key, string tier)
    {
        exchange.Provider = cached.Provider;
        exchange.ModelUsed = cached.Answer.Model;
        exchange.Usage = cached.Answer.Usage;
        exchange.Cache = Outcome(key, tier, cached.Answer.Usage.Total, cached.CostMicros);
        statistics.Hit(exchange.Cache);
        metrics.CacheLookup(tier);
    }

    /// <summary>A follower's answer is whole: now it is known what reading along has saved.</summary>
    private void Followed(Exchange.Exchange exchange, CacheKey key, Answer answer)
    {
        exchange.Usage = answer.Usage;
        exchange.Cache = Outcome(key, "L1", answer.Usage.Total, CostOf(exchange, answer)) with { Coalesced = true };
        statistics.Hit(exchange.Cache);
        metrics.CacheLookup("coalesced");
    }

    /// <summary>Counts a look-up that found nothing; where the caller wanted no look-up there was none.</summary>
    private void Miss(Exchange.Exchange exchange, CacheKey? key)
    {
        if (key is not null && !exchange.NoCache)
        {
            statistics.Miss();
            metrics.CacheLookup("miss");
        }
    }

    private static CacheOutcome Outcome(CacheKey key, string tier, long tokens, long costMicros) =>
        new(true) { Type = "exact", Tier = tier, Key = key.ToString(), TokensSaved = tokens, CostSavedMicros = costMicros };

    private static long CostOf(Exchange.Exchange exchange, Answer answer) =>
        exchange.Route?.Price is { } price ? Providers.Catalogue.Cost.CostMicros(answer.Usage, price) : 0;

    [LoggerMessage(EventName = "SharedAnswerFault", Level = LogLevel.Error, Message = "The shared call for {RequestId} failed by a fault of the gateway")]
    private partial void LogFault(string requestId, Exception exception);

    [LoggerMessage(EventName = "CacheStoreAway", Level = LogLevel.Warning, Message = "The cache's store could not be read; answering without it")]
    private partial void LogStoreAway(Exception exception);
}
