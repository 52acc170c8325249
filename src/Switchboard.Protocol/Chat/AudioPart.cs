namespace Switchboard.Protocol.Chat;

/// <summary>Speech or other sound, in base64.</summary>
/// <param name="Format">Such as <c>wav</c>.</param>
/// <param name="Base64">The bytes.</param>
public sealed record AudioPart(string Format, string Base64) : ChatPart;
