using System.Collections.Concurrent;
using Switchboard.Testing.Upstream.Formats;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Serving;

/// <summary>A default reply, and its bytes for each shape of request that it met under load.</summary>
internal sealed class StandingReply(Script script)
{
    private readonly ConcurrentDictionary<RequestShape, Rendered> prepared = new();

    public Script Script => script;

    public Rendered Prepared(WireFormat format, RequestShape shape, TimeProvider time)
    {
        if (prepared.TryGetValue(shape, out var ready))
        {
            return ready;
        }
        var rendered = script.Render(format, new Ask(shape, 0, time.GetUtcNow(), null));
        return prepared[shape] = script.Acts.IsEmpty ? rendered.Joined() : rendered;
    }
}
