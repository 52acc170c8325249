namespace Switchboard.Testing.Upstream.Delivery;

internal sealed record StepAct(Gate Gate) : Act
{
    public override ValueTask BeforeFrameAsync(Wire wire, int sent) => sent < wire.FrameCount ? Gate.PassAsync(wire.Gone) : default;
}
