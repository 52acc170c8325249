namespace Switchboard.Protocol.Chat;

/// <summary>A picture.</summary>
/// <param name="Source">Where its bytes are.</param>
/// <param name="Detail">How closely to look, in OpenAI's words; null for the vendor's default.</param>
public sealed record ImagePart(MediaSource Source, string? Detail = null) : ChatPart;
