namespace Switchboard.Protocol.Chat;

/// <summary>A piece of a message. The set is closed: see the types derived from it in this room.</summary>
public abstract record ChatPart
{
    private protected ChatPart()
    {
    }

    /// <summary>A prompt cache mark after this part, or null.</summary>
    public CacheControl? CacheControl { get; init; }
}
