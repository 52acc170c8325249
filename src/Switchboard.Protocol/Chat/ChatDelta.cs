namespace Switchboard.Protocol.Chat;

/// <summary>More words of an open block, still as they stand in the vendor's JSON: what a <see cref="ChatUpdate"/> would say with a string.</summary>
/// <param name="kind">Text, thinking, refusal or a tool's arguments.</param>
/// <param name="block">The block.</param>
/// <param name="json">The words, valid and escaped, without the quotes; points into the vendor's frame.</param>
public readonly ref struct ChatDelta(ChatUpdateKind kind, int block, ReadOnlySpan<byte> json)
{
    /// <summary>Text, thinking, refusal or a tool's arguments.</summary>
    public ChatUpdateKind Kind { get; } = kind;

    /// <summary>The block.</summary>
    public int Block { get; } = block;

    /// <summary>The words as they stand in JSON, without the quotes.</summary>
    public ReadOnlySpan<byte> Json { get; } = json;
}
