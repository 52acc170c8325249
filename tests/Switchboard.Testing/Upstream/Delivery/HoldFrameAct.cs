namespace Switchboard.Testing.Upstream.Delivery;

internal sealed record HoldFrameAct(int Frames, Gate Gate) : Act
{
    public override ValueTask BeforeFrameAsync(Wire wire, int sent) => sent == Frames ? Gate.PassAsync(wire.Gone) : default;
}
