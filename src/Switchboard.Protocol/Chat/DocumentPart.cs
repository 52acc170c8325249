namespace Switchboard.Protocol.Chat;

/// <summary>A document such as a PDF, or plain text with a title.</summary>
/// <param name="Source">Where its bytes are; null where <see cref="Text"/> holds it.</param>
/// <param name="Title">Its title or file name.</param>
public sealed record DocumentPart(MediaSource? Source, string? Title = null) : ChatPart
{
    /// <summary>A plain-text document's words.</summary>
    public string? Text { get; init; }

    /// <summary>Its words where it is plain text, inline or not; else null.</summary>
    internal string? Words => Text ?? Source?.PlainText();

    /// <summary>The same under its title, for dialects without documents.</summary>
    internal string? TitledWords => Title is null || Words is null ? Words : $"{Title}\n\n{Words}";
}
