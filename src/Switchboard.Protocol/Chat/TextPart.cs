namespace Switchboard.Protocol.Chat;

/// <summary>Words.</summary>
/// <param name="Text">The text.</param>
public sealed record TextPart(string Text) : ChatPart
{
    /// <summary>How likely its tokens were; null where nobody asked, or the vendor does not tell.</summary>
    public IReadOnlyList<TokenLogprob>? Logprobs { get; init; }
}
