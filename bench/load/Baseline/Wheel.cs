using System.Diagnostics;

namespace Switchboard.Bench.Load.Baseline;

/// <summary>
/// One clock for all streams: a slot per millisecond of the interval, turned by one thread. Streams are dealt out over the
/// slots in turn, so that the load is even however the requests arrive, and a late turn is made up for, never skipped.
/// </summary>
internal sealed class Wheel : IDisposable
{
    private readonly List<Beat>[] slots;
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private int joined;

    public Wheel(int interval)
    {
        slots = [.. Enumerable.Range(0, interval).Select(_ => new List<Beat>())];
        thread = new Thread(Turn) { IsBackground = true, Name = "wheel" };
        thread.Start();
    }

    public Beat Join()
    {
        var beat = new Beat((int)((uint)Interlocked.Increment(ref joined) % slots.Length));
        lock (slots[beat.Slot])
        {
            slots[beat.Slot].Add(beat);
        }

        return beat;
    }

    public void Leave(Beat beat)
    {
        lock (slots[beat.Slot])
        {
            slots[beat.Slot].Remove(beat);
        }

        beat.Dispose();
    }

    public void Dispose()
    {
        stop.Cancel();
        thread.Join();
        stop.Dispose();
    }

    private void Turn()
    {
        var start = Stopwatch.GetTimestamp();
        long turned = 0;
        while (!stop.Token.WaitHandle.WaitOne(1))
        {
            for (var due = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds; turned < due; turned++)
            {
                var slot = slots[turned % slots.Length];
                lock (slot)
                {
                    slot.ForEach(beat => beat.Strike());
                }
            }
        }
    }

    /// <summary>One stream's place on the wheel; a beat that comes while the stream still writes waits for it.</summary>
    internal sealed class Beat(int slot) : IDisposable
    {
        private readonly SemaphoreSlim strikes = new(0);

        public int Slot => slot;

        public Task NextAsync() => strikes.WaitAsync();

        public void Strike() => strikes.Release();

        public void Dispose() => strikes.Dispose();
    }
}
