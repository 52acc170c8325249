using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing.Admission;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Routing;

/// <summary>Whatever comes in whatever order: places are neither lost nor given twice, and those who wait go by priority and then by their coming.</summary>
public sealed class ProviderQueuePropertyTests
{
    private const int Seeds = 150;
    private const int Steps = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Queue_RandomSteps_DoesWhatAPlainListWould()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var model = new Model(new Random(seed));
            for (var step = 0; step < Steps; step++)
            {
                await model.StepAsync();
                Assert.True(model.Agrees, $"seed {seed}, step {step}");
            }

            await model.EndAsync();
            Assert.True(model.IsEmpty, $"seed {seed}");
        }
    }

    [Fact]
    public async Task Queue_ManyThreadsWhoLeaveAtRandom_NeverPassesItsPlacesAndLosesNone()
    {
        const int places = 3;
        var queue = new ProviderQueue("openai", TimeProvider.System) { Capacity = new CapacitySettings(places) { QueueSize = 20, QueueWait = TimeSpan.FromMilliseconds(20) } };
        var (running, most, served, left) = (0, 0, 0, 0);

        await Parallel.ForEachAsync(Enumerable.Range(0, 20_000), new ParallelOptions { MaxDegreeOfParallelism = 40 }, async (i, _) =>
        {
            using var leaving = new CancellationTokenSource();
            var entering = queue.EnterAsync((Priority)((i % 3) - 1), TimeSpan.Zero, leaving.Token);
            if (i % 4 == 0)
            {
                await leaving.CancelAsync(); // May come before, while, or after a place is given.
            }

            try
            {
                using var place = (await entering).Place;
                if (place is not null)
                {
                    InterlockedMax(ref most, Interlocked.Increment(ref running));
                    Interlocked.Increment(ref served);
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                }
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref left);
            }
        });

        Assert.InRange(most, 1, places);
        Assert.True(served > 0 && left > 0, $"{served} served, {left} left");
        Assert.Equal((0, 0), (queue.UnderWay, queue.Waiting));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int before;
        while ((before = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, before) != before)
        {
        }
    }

    /// <summary>The queue, and beside it a list that says what it should do.</summary>
    private sealed class Model
    {
        private readonly Random random;
        private readonly ManualTimeProvider time = new();
        private readonly ProviderQueue queue;
        private readonly List<Place> places = [];
        private readonly List<Entry> waiting = [];
        private CapacitySettings? capacity;
        private int came;

        public Model(Random random)
        {
            this.random = random;
            queue = new ProviderQueue("openai", time) { Capacity = capacity = Any() };
        }

        public bool Agrees => (queue.UnderWay, queue.Waiting) == (places.Count, waiting.Count) && time.ArmedTimers == waiting.Count;

        public bool IsEmpty => (queue.UnderWay, queue.Waiting, time.ArmedTimers) == (0, 0, 0);

        public Task StepAsync() => random.Next(10) switch
        {
            < 5 => EnterAsync(),
            < 7 => LeaveAsync(),
            7 => CancelAsync(),
            8 => AdvanceAsync(),
            _ => random.Next(5) == 0 ? ChangeAsync() : AdvanceAsync(),
        };

        public async Task EndAsync()
        {
            while (waiting.Count > 0)
            {
                await CancelAsync();
            }

            places.ForEach(static p => p.Dispose());
        }

        private CapacitySettings? Any() => random.Next(6) == 0 ? null : new CapacitySettings(random.Next(1, 4)) { QueueSize = random.Next(0, 5), QueueWait = TimeSpan.FromSeconds(random.Next(0, 4)) };

        private async Task EnterAsync()
        {
            var entry = new Entry((Priority)random.Next(-1, 2), came++, time.GetUtcNow() + (capacity?.QueueWait ?? default));
            entry.Task = queue.EnterAsync(entry.Priority, TimeSpan.Zero, entry.Left.Token).AsTask();
            if (capacity is null || places.Count < capacity.Concurrency)
            {
                places.Add((await entry.OutcomeAsync()).Place!);
                return;
            }

            var newest = Lowest();
            var displaces = waiting.Count >= capacity.QueueSize && newest is not null && newest.Priority < entry.Priority;
            if (capacity.QueueWait == TimeSpan.Zero || (waiting.Count >= capacity.QueueSize && !displaces))
            {
                Assert.Equal("queue_full", (await entry.OutcomeAsync()).Error!.Code);
                return;
            }

            if (displaces)
            {
                await RefusedAsync(newest!, "queue_full");
            }

            waiting.Add(entry);
        }

        private async Task LeaveAsync()
        {
            if (places.Count == 0)
            {
                return;
            }

            var place = places[random.Next(places.Count)];
            places.Remove(place);
            place.Dispose();
            await GiveOnAsync();
        }

        private async Task CancelAsync()
        {
            if (waiting.Count == 0)
            {
                return;
            }

            var entry = waiting[random.Next(waiting.Count)];
            waiting.Remove(entry);
            await entry.Left.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(entry.OutcomeAsync);
        }

        private async Task AdvanceAsync()
        {
            time.Advance(TimeSpan.FromMilliseconds(random.Next(0, 2_000)));
            foreach (var entry in waiting.FindAll(e => e.Until <= time.GetUtcNow()))
            {
                await RefusedAsync(entry, "queue_timeout");
            }
        }

        private async Task ChangeAsync()
        {
            queue.Capacity = capacity = Any();
            await GiveOnAsync();
            while (capacity is not null && waiting.Count > capacity.QueueSize)
            {
                await RefusedAsync(Lowest()!, "queue_full");
            }
        }

        private async Task GiveOnAsync()
        {
            while (waiting.Count > 0 && (capacity is null || places.Count < capacity.Concurrency))
            {
                var first = waiting.OrderByDescending(static e => e.Priority).ThenBy(static e => e.Number).First();
                waiting.Remove(first);
                places.Add((await first.OutcomeAsync()).Place!);
            }
        }

        private async Task RefusedAsync(Entry entry, string code)
        {
            waiting.Remove(entry);
            Assert.Equal(code, (await entry.OutcomeAsync()).Error!.Code);
        }

        private Entry? Lowest() => waiting.OrderBy(static e => e.Priority).ThenByDescending(static e => e.Number).FirstOrDefault();
    }

    private sealed record Entry(Priority Priority, int Number, DateTimeOffset Until)
    {
        public CancellationTokenSource Left { get; } = new();

        public Task<Admittance> Task { get; set; } = null!;

        public Task<Admittance> OutcomeAsync() => Task.WaitAsync(Patience);
    }
}
