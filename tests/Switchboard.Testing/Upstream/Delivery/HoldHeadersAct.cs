namespace Switchboard.Testing.Upstream.Delivery;

internal sealed record HoldHeadersAct(Gate Gate) : Act
{
    public override ValueTask BeforeHeadersAsync(Wire wire) => Gate.PassAsync(wire.Gone);
}
