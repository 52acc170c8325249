namespace Switchboard.Testing.Upstream.Delivery;

internal sealed record TrickleAct(int Bytes, TimeSpan Interval) : Act
{
    public override ValueTask BeforeHeadersAsync(Wire wire)
    {
        wire.PieceSize = Bytes;
        wire.PieceInterval = Interval;
        return default;
    }
}
