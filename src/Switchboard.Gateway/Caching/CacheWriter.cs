using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Caching;

/// <summary>Moves new answers into the store in batches, off the request path. A full queue drops entries: they cost a hit, nothing else.</summary>
internal sealed partial class CacheWriter(ICacheStore store, SettingsInForce settings, TimeProvider time, ILogger<CacheWriter> log) : BackgroundService
{
    private const int LargestBatch = 64;

    private readonly Channel<KeyValuePair<CacheKey, CachedAnswer>> _queue = Channel.CreateBounded<KeyValuePair<CacheKey, CachedAnswer>>(
        new BoundedChannelOptions(256) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    public void Enqueue(CacheKey key, CachedAnswer answer) => _queue.Writer.TryWrite(new(key, answer));

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<KeyValuePair<CacheKey, CachedAnswer>>(LargestBatch);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var entry))
            {
                batch.Add(entry);
            }

            try
            {
                await store.SaveAsync(batch, settings.Cache.StoreLimit, time.GetUtcNow(), CancellationToken.None); // What is queued at a stop is saved too.
            }
            catch (Exception e)
            {
                LogNotSaved(batch.Count, e);
            }
        }
    }

    [LoggerMessage(EventName = "CacheEntriesNotSaved", Level = LogLevel.Warning, Message = "{Count} answers could not be saved in the cache's store")]
    private partial void LogNotSaved(int count, Exception exception);
}
