namespace Switchboard.Testing.Upstream.Delivery;

internal sealed record DropAct : Act
{
    public override ValueTask BeforeHeadersAsync(Wire wire) => throw new CutException();
}
