namespace Switchboard.Protocol.Chat;

/// <summary>
/// Whose turn a message is. System text stands apart in <see cref="ChatRequest.System"/>, tool results are the user's parts.
/// </summary>
public enum ChatRole
{
    /// <summary>The caller's side.</summary>
    User,

    /// <summary>The model's side.</summary>
    Assistant,
}
