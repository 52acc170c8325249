namespace Switchboard.Gateway.Routing;

/// <summary>
/// Several keys of one provider, or one with limits. Each call takes one below its limits, by weight, evenly: of weights 2 and 1, two of
/// three calls take the first. A key that the vendor refused rests meanwhile. A provider with one plain key has no ring, and pays for none.
/// </summary>
internal sealed class KeyRing(IReadOnlyList<RingKey> keys)
{
    private readonly Lock _gate = new();
    private readonly int[] _credit = new int[keys.Count];

    public IReadOnlyList<RingKey> Keys { get; } = keys;

    /// <summary>Whether any key has a limit of tokens, so that somebody has to estimate them.</summary>
    public bool CountsTokens { get; } = keys.Any(static k => k.Key.Tpm is not null);

    /// <summary>Whether any key has a budget, so that somebody has to say what a call may cost.</summary>
    public bool CountsMoney { get; } = keys.Any(static k => k.Key.Budgets.Count > 0);

    /// <summary>Takes a key for a first attempt. Where all that are below their limits rest, the one whose rest ends first: better asked than not.</summary>
    /// <param name="need">What the call may use, to be held.</param>
    /// <param name="wait">Where there is none: how long until one of them is below its limits; <see cref="TimeSpan.MaxValue"/> for never.</param>
    public KeyLease? Take(in KeyNeed need, out TimeSpan wait)
    {
        lock (_gate)
        {
            if (Choose(need, static (_, _) => true, null, out wait) is { } index)
            {
                return Lease(index, need, null);
            }

            if (wait > TimeSpan.Zero)
            {
                return null;
            }

            var wanted = need;
            var resting = Enumerable.Range(0, Keys.Count).Where(i => Fits(i, wanted, out _)).MinBy(i => Keys[i].Meter.Rest?.Until ?? default);
            return Lease(resting, need, null);
        }
    }

    /// <summary>Takes another key after the vendor refused one; null where no other is below its limits and awake.</summary>
    public KeyLease? TakeAfter(KeyLease refused, in KeyNeed need)
    {
        lock (_gate)
        {
            return Choose(need, static (key, before) => !before!.Includes(key), refused, out _) is { } index ? Lease(index, need, refused) : null;
        }
    }

    /// <summary>Smooth weighted round-robin among the keys that may be taken; weights of those that may not count for nothing.</summary>
    private int? Choose(in KeyNeed need, Func<RingKey, KeyLease?, bool> may, KeyLease? before, out TimeSpan wait)
    {
        wait = TimeSpan.MaxValue;
        int? best = null;
        var total = 0;
        for (var i = 0; i < Keys.Count; i++)
        {
            var fits = Fits(i, need, out var own);
            wait = own < wait ? own : wait;
            if (!fits || Keys[i].Meter.Rest is not null || !may(Keys[i], before))
            {
                continue;
            }

            _credit[i] += Keys[i].Key.Weight;
            total += Keys[i].Key.Weight;
            best = best is null || _credit[i] > _credit[best.Value] ? i : best;
        }

        if (best is { } chosen)
        {
            _credit[chosen] -= total;
        }

        return best;
    }

    private bool Fits(int index, in KeyNeed need, out TimeSpan wait)
    {
        var key = Keys[index];
        wait = key.Meter.WaitFor(key.Key, HeldBy(key, need.Tokens));
        if (key.Purse?.WaitFor(need) is { } money && money > wait)
        {
            wait = money;
        }

        return wait == TimeSpan.Zero;
    }

    /// <summary>Null where another ring has just taken the last of the key's money: for a moment there are two when the table changes.</summary>
    private KeyLease? Lease(int index, in KeyNeed need, KeyLease? before)
    {
        var key = Keys[index];
        var held = need with { Tokens = HeldBy(key, need.Tokens) };
        return key.Purse?.TryHold(held) == false ? null : new KeyLease(key, key.Meter.Take(held.Tokens), held, before);
    }

    /// <summary>A call larger than the key's limit takes the whole of it, else it could never be made.</summary>
    private static long HeldBy(RingKey key, long tokens) => key.Key.Tpm is { } tpm ? Math.Min(tokens, tpm) : 0;
}
