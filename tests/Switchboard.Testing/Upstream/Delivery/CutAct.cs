namespace Switchboard.Testing.Upstream.Delivery;

internal sealed record CutAct(int Frames) : Act
{
    public override ValueTask BeforeFrameAsync(Wire wire, int sent) => sent == Frames ? throw new CutException() : default;
}
