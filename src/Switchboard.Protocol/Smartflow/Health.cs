namespace Switchboard.Protocol.Smartflow;

/// <summary><c>GET /health</c>.</summary>
/// <param name="Status"><c>ok</c>.</param>
/// <param name="Version">The server's version.</param>
public sealed record Health(string Status, string Version);
