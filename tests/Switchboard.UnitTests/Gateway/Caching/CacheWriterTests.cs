using Microsoft.Extensions.Logging.Abstractions;
using Switchboard.Gateway.Caching;
using Switchboard.Gateway.Configuration;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Caching;

public sealed class CacheWriterTests
{
    private readonly ManualTimeProvider time = new();
    private readonly SlowStore store = new();

    [Fact]
    public async Task Stop_AnswersStillQueued_AreSavedFirst()
    {
        using var writer = Writer();
        await writer.StartAsync(default);
        writer.Enqueue(Answers.Key(1), Answers.Of("a", time.GetUtcNow()));
        await store.Entered.Task;
        writer.Enqueue(Answers.Key(2), Answers.Of("b", time.GetUtcNow()));

        var stopping = writer.StopAsync(default);
        store.Open.SetResult();
        await stopping;

        Assert.Equal([Answers.Key(1), Answers.Key(2)], store.Saved);
    }

    [Fact]
    public async Task Enqueue_StoreThatFails_GoesOnWithTheNext()
    {
        using var writer = Writer();
        store.Open.SetResult();
        store.Faults = 1;
        await writer.StartAsync(default);
        writer.Enqueue(Answers.Key(1), Answers.Of("a", time.GetUtcNow()));
        await store.Entered.Task;

        writer.Enqueue(Answers.Key(2), Answers.Of("b", time.GetUtcNow()));
        await writer.StopAsync(default);

        Assert.Equal([Answers.Key(2)], store.Saved);
    }

    private CacheWriter Writer() => new(store, new SettingsInForce(new GatewaySettings()), time, NullLogger<CacheWriter>.Instance);

    private sealed class SlowStore : ICacheStore
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<CacheKey> Saved { get; } = [];

        public int Faults { get; set; }

        public Task<CachedAnswer?> FindAsync(CacheKey key, DateTimeOffset now, CancellationToken cancel) => Task.FromResult<CachedAnswer?>(null);

        public async Task SaveAsync(IReadOnlyList<KeyValuePair<CacheKey, CachedAnswer>> answers, long limit, DateTimeOffset now, CancellationToken cancel)
        {
            var keys = answers.Select(a => a.Key).ToList();
            var fails = Faults-- > 0;
            Entered.TrySetResult();
            await Open.Task.WaitAsync(cancel);
            cancel.ThrowIfCancellationRequested();
            if (fails)
            {
                throw new IOException("away");
            }

            Saved.AddRange(keys);
        }

        public Task<long> CountAsync(CancellationToken cancel) => Task.FromResult(0L);
    }
}
