using Switchboard.Testing.Upstream.Formats;

namespace Switchboard.Testing.Upstream.Scripts;

/// <summary>What a script is rendered for; the request is missing where replies are prepared for load.</summary>
internal sealed record Ask(RequestShape Shape, int Number, DateTimeOffset Now, UpstreamRequest? Request)
{
    public string Model => Shape.Model ?? "scripted";

    public long Created => Now.ToUnixTimeSeconds();
}
