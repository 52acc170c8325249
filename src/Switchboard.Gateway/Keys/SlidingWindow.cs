namespace Switchboard.Gateway.Keys;

/// <summary>
/// Counts over the last minute in one-second slots. The window covers 60 whole slots and the running one, so that no 60 seconds
/// anywhere hold more than the limit. Not thread-safe: its account locks.
/// </summary>
internal sealed class SlidingWindow
{
    private const int Slots = 61;
    private readonly long[] _counts = new long[Slots];
    private long _newest;
    private long _total;

    public long Total(long second)
    {
        Slide(second);
        return _total;
    }

    /// <summary>Adds to the slot of <paramref name="second"/>, negative amounts too; a slot that has left the window takes nothing.</summary>
    public void Add(long second, long amount)
    {
        if (second <= _newest - Slots)
        {
            return;
        }

        if (second > _newest)
        {
            Slide(second);
        }

        _counts[second % Slots] += amount;
        _total += amount;
    }

    /// <summary>Seconds until <paramref name="amount"/> more fits under <paramref name="limit"/>; the whole window where it never does.</summary>
    public int SecondsUntilFits(long second, long amount, long limit)
    {
        var over = Total(second) + amount - limit;
        for (var age = Slots - 1; age >= 0 && over > 0; age--)
        {
            over -= _counts[(second - age + Slots) % Slots];
            if (over <= 0)
            {
                return Slots - age;
            }
        }

        return over <= 0 ? 0 : Slots;
    }

    /// <summary>Seconds until nothing counts any more.</summary>
    public int SecondsUntilEmpty(long second)
    {
        if (Total(second) <= 0)
        {
            return 0;
        }

        var age = 0;
        while (age < Slots - 1 && _counts[(second - age + Slots) % Slots] <= 0)
        {
            age++;
        }

        return Slots - age;
    }

    private void Slide(long second)
    {
        if (second - _newest >= Slots)
        {
            Array.Clear(_counts);
            _total = 0;
            _newest = second;
            return;
        }

        while (_newest < second)
        {
            _newest++;
            _total -= _counts[_newest % Slots];
            _counts[_newest % Slots] = 0;
        }
    }
}
