namespace Switchboard.Testing.Upstream.Delivery;

internal sealed record CutBytesAct(int Bytes) : Act
{
    public override ValueTask BeforeHeadersAsync(Wire wire)
    {
        wire.BytesLeft = Bytes;
        return default;
    }
}
