namespace Switchboard.Gateway.Routing;

/// <summary>One call's use of a key.</summary>
internal sealed class KeyLease(RingKey key, long second, long held, KeyLease? before)
{
    private bool _settled;

    public RingKey Key { get; } = key;

    /// <summary>The lease of an earlier attempt for the same exchange, which the vendor refused.</summary>
    public KeyLease? Before { get; } = before;

    /// <summary>How many keys the exchange has tried, this one included.</summary>
    public int Tries => 1 + (Before?.Tries ?? 0);

    public bool Includes(RingKey other) => Key == other || Before?.Includes(other) == true;

    /// <summary>Books what was used instead of what was held; a second time does nothing.</summary>
    public void Settle(long used)
    {
        if (!_settled)
        {
            _settled = true;
            Key.Meter.Settle(second, held, used);
        }
    }
}
