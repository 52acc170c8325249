using System.Text.Json.Nodes;
using Switchboard.Testing.Upstream.Formats;
using Switchboard.Testing.Upstream.Scripts;

namespace Switchboard.Testing.Upstream.Operations;

/// <summary>A JSON answer that is made of the request.</summary>
internal sealed record MadeScript(Func<UpstreamRequest, JsonObject> Make) : Script
{
    internal override Rendered Render(WireFormat format, Ask ask) => Rendered.Json(200, Make(ask.Request!));
}
