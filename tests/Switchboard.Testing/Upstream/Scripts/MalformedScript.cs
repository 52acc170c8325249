using Switchboard.Testing.Upstream.Formats;

namespace Switchboard.Testing.Upstream.Scripts;

internal sealed record MalformedScript : Script
{
    internal override Rendered Render(WireFormat format, Ask ask)
    {
        var sound = Chunks("Hello", " there").Render(format, ask);
        var broken = sound.Frames[sound.IsStream ? 1 : 0];
        if (!sound.IsStream)
        {
            return sound with { Frames = [broken[..(broken.Length / 2)]] };
        }
        // The frame itself ends properly: only its JSON is broken.
        return sound with { Frames = sound.Frames.SetItem(1, (byte[])[.. broken[..(broken.Length / 2)].Span, .. "\n\n"u8]) };
    }
}
