namespace Switchboard.Protocol.Chat;

/// <summary>Words.</summary>
/// <param name="Text">The text.</param>
public sealed record TextPart(string Text) : ChatPart;
