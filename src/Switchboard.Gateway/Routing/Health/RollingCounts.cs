namespace Switchboard.Gateway.Routing.Health;

/// <summary>What the calls of the last five minutes came to, in slots of five seconds. Not safe across threads.</summary>
internal sealed class RollingCounts
{
    private const int SlotSeconds = 5;
    private const int Slots = 60;

    private readonly Slot[] _slots = new Slot[Slots];

    public void Add(long second, AttemptResult result, TimeSpan duration)
    {
        var number = second / SlotSeconds;
        ref var slot = ref _slots[number % Slots];
        if (slot.Number != number)
        {
            slot = new Slot { Number = number };
        }

        slot.Successes += result == AttemptResult.Success ? 1 : 0;
        slot.Failures += result == AttemptResult.Failure ? 1 : 0;
        slot.RateLimited += result == AttemptResult.RateLimited ? 1 : 0;
        slot.Micros += result == AttemptResult.Success ? (long)duration.TotalMicroseconds : 0;
    }

    public HealthCounts Total(long second)
    {
        var newest = second / SlotSeconds;
        var total = default(HealthCounts);
        long micros = 0;
        foreach (ref readonly var slot in _slots.AsSpan())
        {
            if (slot.Number > newest - Slots && slot.Number <= newest)
            {
                total = total with
                {
                    Successes = total.Successes + slot.Successes,
                    Failures = total.Failures + slot.Failures,
                    RateLimited = total.RateLimited + slot.RateLimited,
                };
                micros += slot.Micros;
            }
        }

        return total with { MeanLatency = total.Successes == 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(micros / total.Successes) };
    }

    private struct Slot
    {
        public long Number;
        public int Successes;
        public int Failures;
        public int RateLimited;
        public long Micros;
    }
}
