namespace Switchboard.Gateway.Keys;

/// <summary>
/// Requests that wait for room on one account, first come, first served: only the first looks again when something ends, and when it
/// leaves, the next one does. No thread waits. Those who find somebody waiting stand behind.
/// </summary>
internal sealed class WaitingLine
{
    /// <summary>Each who waits holds a request in memory; more than this are refused at once.</summary>
    private const int Longest = 1_000;

    private readonly Lock _gate = new();
    private readonly LinkedList<Place> _places = [];
    private volatile int _length;

    public int Length => _length;

    public bool IsEmpty => _length == 0;

    /// <summary>Takes the last place; null where the line is too long.</summary>
    public Place? Join()
    {
        lock (_gate)
        {
            if (_length >= Longest)
            {
                return null;
            }

            var place = new Place(this);
            _places.AddLast(place);
            _length++;
            FirstMoves();
            return place;
        }
    }

    /// <summary>Something ended: the first looks again.</summary>
    public void Wake()
    {
        if (_length == 0)
        {
            return;
        }

        lock (_gate)
        {
            FirstMoves();
        }
    }

    private void Leave(Place place)
    {
        lock (_gate)
        {
            _length -= _places.Remove(place) ? 1 : 0;
            FirstMoves();
        }
    }

    private void FirstMoves() => _places.First?.Value.Move();

    /// <summary>One place in the line; whoever has it leaves by disposing of it.</summary>
    internal sealed class Place(WaitingLine line) : IDisposable
    {
        private TaskCompletionSource _moved = Signal();

        /// <summary>Completes when it is this one's turn to look, or after some time.</summary>
        /// <returns>False where the time was over first.</returns>
        public async Task<bool> WhenMovedAsync(TimeSpan longest, TimeProvider time, CancellationToken cancel)
        {
            try
            {
                await Volatile.Read(ref _moved).Task.WaitAsync(longest, time, cancel);
            }
            catch (TimeoutException)
            {
                return false;
            }

            Volatile.Write(ref _moved, Signal()); // Before the look, so that what ends during it is not missed.
            return true;
        }

        public void Dispose() => line.Leave(this);

        internal void Move() => Volatile.Read(ref _moved).TrySetResult();

        private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
