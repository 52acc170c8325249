namespace Switchboard.Protocol.Smartflow;

/// <summary><c>GET /</c>: what the server is and what it serves.</summary>
/// <param name="Name">The product.</param>
/// <param name="Version">Its version.</param>
/// <param name="Endpoints">Methods and paths.</param>
public sealed record ServiceIndex(string Name, string Version, IReadOnlyList<string> Endpoints);
