namespace Switchboard.Protocol.Chat;

/// <summary>What a tool answered.</summary>
/// <param name="CallId">The call it answers.</param>
/// <param name="Parts">The answer: text, and in some dialects images and documents.</param>
/// <param name="IsError">Whether the tool failed.</param>
public sealed record ToolResultPart(string CallId, IReadOnlyList<ChatPart> Parts, bool IsError = false) : ChatPart;
