using System.Text;
using Switchboard.Testing.Upstream.Formats;

namespace Switchboard.Testing.Upstream.Scripts;

internal sealed record EchoScript : Script
{
    internal override Rendered Render(WireFormat format, Ask ask)
    {
        var text = new StringBuilder();
        if (ask.Request is { } request)
        {
            text.Append(request.Method).Append(' ').Append(request.Path).Append(request.QueryString).Append('\n');
            foreach (var (name, value) in request.Headers)
            {
                text.Append(name).Append(": ").Append(value).Append('\n');
            }
            text.Append('\n').Append(request.Text);
        }
        return Chunks(text.ToString()).Render(format, ask);
    }
}
