using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing.Health;

namespace Switchboard.Gateway.Routing.Admission;

/// <summary>
/// The places at one provider, and who waits for one: the higher priority first, and within a priority first come, first served. A place
/// that comes free is given to the first who waits, so nobody else can take it and nobody looks in vain. No thread waits. Where all who may wait
/// do, a newcomer displaces the newest of the lowest priority below its own, or is refused. It outlives route tables.
/// </summary>
internal sealed class ProviderQueue(string provider, TimeProvider time)
{
    private static readonly TimeSpan _leastRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _mostRetry = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();

    /// <summary>By priority, the highest first. Whoever waits does so because all places are taken: a place that comes free is given on in the same step.</summary>
    private readonly LinkedList<Waiter>[] _lines = [new(), new(), new()];
    private CapacitySettings? _capacity;
    private RecentLatency _held;
    private int _underWay;
    private int _waiting;

    public string Provider { get; } = provider;

    /// <summary>Calls that have a place.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Requests that wait for one.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether a call would get a place without a wait, as far as can be told now.</summary>
    public bool HasPlace => Capacity is not { } capacity || UnderWay < capacity.Concurrency;

    /// <summary>How many places there are, and who may wait; null takes everyone. Fewer places take none from a call that has one.</summary>
    public CapacitySettings? Capacity
    {
        get => Volatile.Read(ref _capacity);
        set
        {
            lock (_gate)
            {
                _capacity = value;
                GiveOn();
                while (_capacity is { } capacity && _waiting > capacity.QueueSize)
                {
                    Displace(LowestLine());
                }
            }
        }
    }

    public int WaitingWith(Priority priority)
    {
        lock (_gate)
        {
            return LineOf(priority).Count;
        }
    }

    /// <summary>Takes a place, or waits for one.</summary>
    /// <param name="priority">Whom the request goes before.</param>
    /// <param name="waited">How long it has waited already, elsewhere.</param>
    /// <param name="left">Cancelled when the caller leaves, who gives up the wait by that.</param>
    /// <exception cref="OperationCanceledException">The caller has left, and had no place.</exception>
    public ValueTask<Admittance> EnterAsync(Priority priority, TimeSpan waited, CancellationToken left)
    {
        Waiter waiter;
        TimeSpan wait;
        lock (_gate)
        {
            if (_capacity is not { } capacity || _underWay < capacity.Concurrency)
            {
                return ValueTask.FromResult(Take());
            }

            wait = capacity.QueueWait - waited;
            if (wait <= TimeSpan.Zero || !MakeRoom(priority, capacity))
            {
                return ValueTask.FromResult(new Admittance(null, QueueRefusal.Full(Provider, capacity, _waiting, RetryAfter())));
            }

            waiter = new Waiter(priority);
            LineOf(priority).AddLast(waiter.Node);
            _waiting++;
        }

        return WaitAsync(waiter, wait, left);
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="since">The time provider's timestamp at which it was taken.</param>
    internal void Leave(long since)
    {
        lock (_gate)
        {
            _held.Add(time.GetElapsedTime(since), time.GetUtcNow());
            _underWay--;
            GiveOn();
        }
    }

    private async ValueTask<Admittance> WaitAsync(Waiter waiter, TimeSpan wait, CancellationToken left)
    {
        await using var timer = time.CreateTimer(_ => TimeOut(waiter), null, wait, Timeout.InfiniteTimeSpan);
        await using var leaving = left.UnsafeRegister(_ => Forget(waiter, left), null);
        return await waiter.Settled;
    }

    private void TimeOut(Waiter waiter)
    {
        lock (_gate)
        {
            if (TakeOut(waiter))
            {
                waiter.Settle(new Admittance(null, _capacity is { } capacity ? QueueRefusal.TimedOut(Provider, capacity, RetryAfter()) : null));
            }
        }
    }

    private void Forget(Waiter waiter, CancellationToken left)
    {
        lock (_gate)
        {
            if (TakeOut(waiter))
            {
                waiter.Cancel(left);
            }
        }
    }

    /// <summary>Gives free places to those who wait.</summary>
    private void GiveOn()
    {
        while (_waiting > 0 && (_capacity is not { } capacity || _underWay < capacity.Concurrency))
        {
            var first = Array.Find(_lines, static l => l.Count > 0)!.First!.Value;
            TakeOut(first);
            first.Settle(Take());
        }
    }

    private Admittance Take()
    {
        _underWay++;
        return new Admittance(new Place(this, time.GetTimestamp()), null);
    }

    /// <summary>Whether one more may wait, if need be in place of another.</summary>
    private bool MakeRoom(Priority priority, CapacitySettings capacity)
    {
        if (_waiting < capacity.QueueSize)
        {
            return true;
        }

        if (_waiting == 0 || LowestLine() is var lowest && lowest.Last!.Value.Priority >= priority)
        {
            return false;
        }

        Displace(lowest);
        return true;
    }

    private void Displace(LinkedList<Waiter> line)
    {
        var newest = line.Last!.Value;
        TakeOut(newest);
        newest.Settle(new Admittance(null, QueueRefusal.Displaced(Provider, RetryAfter())));
    }

    private bool TakeOut(Waiter waiter)
    {
        if (waiter.Node.List is not { } line)
        {
            return false;
        }

        line.Remove(waiter.Node);
        _waiting--;
        return true;
    }

    /// <summary>How long until those who wait now have had their turn, at the pace of the last minute; at no known pace, the longest wait.</summary>
    private TimeSpan RetryAfter()
    {
        var capacity = _capacity!;
        var wait = _held.Read(time.GetUtcNow()) is { } each ? each * (_waiting + 1) / capacity.Concurrency : capacity.QueueWait;
        return wait < _leastRetry ? _leastRetry : wait > _mostRetry ? _mostRetry : wait;
    }

    private LinkedList<Waiter> LowestLine() => Array.FindLast(_lines, static l => l.Count > 0)!;

    private LinkedList<Waiter> LineOf(Priority priority) => _lines[Priority.High - priority];
}
