namespace Switchboard.Gateway.Routing;

/// <summary>One call's use of a key.</summary>
internal sealed class KeyLease(RingKey key, long second, long held, KeyLease? before)
{
    private bool _settled;

    public RingKey Key { get; } = key;

    /// <summary>The lease of an earlier attempt for the same exchange, which the vendor refused.</summary>
    public KeyLease? Before { get; } = before;

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
