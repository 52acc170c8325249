using Switchboard.Testing.Upstream.Formats;

namespace Switchboard.Testing.Upstream.Scripts;

internal sealed record BodyScript(int Status, string ContentType, ReadOnlyMemory<byte> Bytes) : Script
{
    internal override Rendered Render(WireFormat format, Ask ask) => new(Status, ContentType, [Bytes]);
}
