namespace Switchboard.Protocol.Chat;

/// <summary>What the model thought before it answered.</summary>
/// <param name="Text">The thought, or the vendor's summary of it; empty where the vendor shows its proof alone.</param>
/// <param name="Signature">The vendor's proof that it wrote this; null where the vendor has none.</param>
public sealed record ThinkingPart(string Text, string? Signature) : ChatPart;
