namespace Switchboard.Protocol.Smartflow;

/// <summary>What the cache did for one audited request.</summary>
public sealed record VasMetacache
{
    /// <summary>Whether it answered.</summary>
    public bool Hit { get; init; }

    /// <summary>The text looked up, where content is kept; else empty.</summary>
    public string Query { get; init; } = "";

    /// <summary>Tokens that no vendor had to produce.</summary>
    public long TokensSaved { get; init; }
}
