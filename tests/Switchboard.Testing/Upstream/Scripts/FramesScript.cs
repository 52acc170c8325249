using System.Collections.Immutable;
using Switchboard.Testing.Upstream.Formats;

namespace Switchboard.Testing.Upstream.Scripts;

internal sealed record FramesScript(ImmutableArray<byte[]> Bytes) : Script
{
    internal override Rendered Render(WireFormat format, Ask ask) =>
        new(200, format.StreamType, [.. Bytes.Select(frame => new ReadOnlyMemory<byte>(frame))]) { IsStream = true };
}
