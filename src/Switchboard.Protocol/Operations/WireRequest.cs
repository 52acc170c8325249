namespace Switchboard.Protocol.Operations;

/// <summary>What of a request is not in its body.</summary>
public sealed record WireRequest
{
    /// <summary>The query, escaped and without its question mark; empty for none.</summary>
    public string Query { get; init; } = "";

    /// <summary>Fields of the caller's that the vendor has no words for.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];
}
