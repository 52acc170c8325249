namespace Switchboard.Providers.Vertex;

/// <summary>A short-lived key.</summary>
/// <param name="Text">The bearer's text.</param>
/// <param name="Expires">When it ends.</param>
internal sealed record AccessToken(string Text, DateTimeOffset Expires)
{
    /// <summary>Without the token.</summary>
    public override string ToString() => $"until {Expires:O}";
}
