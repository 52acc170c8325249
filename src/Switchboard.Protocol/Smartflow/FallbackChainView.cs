namespace Switchboard.Protocol.Smartflow;

/// <summary>The fallbacks of one model as the management API shows them.</summary>
public sealed record FallbackChainView
{
    /// <summary>The chain's id, which never changes.</summary>
    public required string Id { get; init; }

    /// <summary>The model, as the chain or the file names it.</summary>
    public required string Model { get; init; }

    /// <summary>The models that are asked, in this order, when it has not answered.</summary>
    public required IReadOnlyList<string> Fallbacks { get; init; }

    /// <summary><c>api</c>, or <c>file</c>, where it can only be changed there.</summary>
    public required string Source { get; init; }

    /// <summary><c>active</c>; <c>overridden</c> where the file gives the model fallbacks of its own; <c>unused</c> where its provider is not known any more.</summary>
    public required string Status { get; init; }

    /// <summary>When it was made over HTTP.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed over HTTP.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}
