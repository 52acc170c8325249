namespace Switchboard.Protocol.Chat;

/// <summary>A thought that only its vendor can read.</summary>
/// <param name="Data">The vendor's sealed form.</param>
public sealed record RedactedThinkingPart(string Data) : ChatPart;
