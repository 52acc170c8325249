namespace Switchboard.Testing.Upstream.Delivery;

internal sealed record IntervalAct(TimeSpan Interval) : Act
{
    public override ValueTask BeforeFrameAsync(Wire wire, int sent)
    {
        // Measured from the start, so that late timers do not add up over a long stream.
        var wait = (sent * Interval) - wire.Elapsed;
        return sent < wire.FrameCount && wait > TimeSpan.Zero ? wire.DelayAsync(wait) : default;
    }
}
