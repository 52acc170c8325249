namespace Switchboard.Protocol.Chat;

/// <summary>The model's words for why it will not answer.</summary>
/// <param name="Text">The text.</param>
public sealed record RefusalPart(string Text) : ChatPart;
