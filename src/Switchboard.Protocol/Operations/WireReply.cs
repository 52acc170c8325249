namespace Switchboard.Protocol.Operations;

/// <summary>What is known of a translated answer beside its bytes.</summary>
public sealed record WireReply
{
    /// <summary>What it consumed; null where the vendor does not tell.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>The model that answered, as the vendor calls it; null where it does not tell.</summary>
    public string? Model { get; init; }

    /// <summary>The answer's media type where it is not JSON.</summary>
    public string? ContentType { get; init; }
}
