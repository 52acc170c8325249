namespace Switchboard.Protocol.Chat;

/// <summary>One turn of the conversation.</summary>
/// <param name="Role">Whose turn.</param>
/// <param name="Parts">What was said, in order.</param>
public sealed record ChatMessage(ChatRole Role, IReadOnlyList<ChatPart> Parts)
{
    /// <summary>The participant's name, where the dialect has one.</summary>
    public string? Name { get; init; }
}
