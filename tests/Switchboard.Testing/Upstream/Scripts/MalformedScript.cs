using Switchboard.Testing.Upstream.Formats;

namespace Switchboard.Testing.Upstream.Scripts;

internal sealed record MalformedScript : Script
{
    internal override Rendered Render(WireFormat format, Ask ask)
    {
        var sound = Chunks("Hello", " there").Render(format, ask);
        var broken = sound.Frames[sound.IsStream ? 1 : 0];
        return sound.IsStream
            ? sound with { Frames = sound.Frames.SetItem(1, format.Malformed(broken.Span)) }
            : sound with { Frames = [broken[..(broken.Length / 2)]] };
    }
}
