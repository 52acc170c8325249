namespace Switchboard.Testing.Upstream.Delivery;

internal sealed record HangAct(int? Frames) : Act
{
    public override ValueTask BeforeHeadersAsync(Wire wire) => Frames is null ? wire.DelayAsync(Timeout.InfiniteTimeSpan) : default;

    public override ValueTask BeforeFrameAsync(Wire wire, int sent) =>
        sent == Frames ? wire.DelayAsync(Timeout.InfiniteTimeSpan) : default;
}
