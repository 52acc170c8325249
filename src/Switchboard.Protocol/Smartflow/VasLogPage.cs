namespace Switchboard.Protocol.Smartflow;

/// <summary>The answer of <c>GET /api/vas/logs</c>; clients rely on the <c>data</c> wrapper.</summary>
/// <param name="Data">Newest first; empty past the end.</param>
public sealed record VasLogPage(IReadOnlyList<VasLog> Data);
