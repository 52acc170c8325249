using System.Collections.Immutable;
using Switchboard.Testing.Upstream.Formats;

namespace Switchboard.Testing.Upstream.Scripts;

internal sealed record ModelListScript(ImmutableArray<string> Models) : Script
{
    internal override Rendered Render(WireFormat format, Ask ask) => Rendered.Json(200, format.ModelList(Models, ask));
}
