namespace Switchboard.Testing.Upstream.Delivery;

internal sealed record DelayAct(TimeSpan Time) : Act
{
    public override ValueTask BeforeHeadersAsync(Wire wire) => wire.DelayAsync(Time);
}
