using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Routing;

/// <summary>One call's use of a key.</summary>
/// <param name="key">The key.</param>
/// <param name="second">The second on which its tokens are booked.</param>
/// <param name="held">What of the need is held.</param>
/// <param name="before">The lease of an earlier attempt for the same exchange, which the vendor refused.</param>
internal sealed class KeyLease(RingKey key, long second, KeyNeed held, KeyLease? before)
{
    private bool _settled;

    public RingKey Key { get; } = key;

    public KeyLease? Before { get; } = before;

    /// <summary>The most that the call can cost, in micro-dollars; null where the key has no budget, or it costs nothing.</summary>
    public long? MostMicros => Key.Key.Budgets.Count > 0 && held.Micros > 0 ? held.Micros : null;

    public bool Includes(RingKey other) => Key == other || Before?.Includes(other) == true;

    /// <summary>Books what was used instead of what was held; a second time does nothing.</summary>
    /// <param name="tokens">The tokens that were used.</param>
    /// <param name="micros">What they cost, in micro-dollars.</param>
    /// <returns>The mark that a budget of the key has passed by that, if one did.</returns>
    public BudgetMark? Settle(long tokens, long micros = 0)
    {
        if (_settled)
        {
            return null;
        }

        _settled = true;
        Key.Meter.Settle(second, held.Tokens, tokens);
        return Key.Purse?.Settle(held, micros);
    }
}
