namespace Switchboard.Protocol.Chat;

/// <summary>How likely a token of the answer was.</summary>
/// <param name="Token">The token as text.</param>
/// <param name="Logprob">The natural logarithm of its probability: at most 0.</param>
public sealed record TokenLogprob(string Token, double Logprob)
{
    /// <summary>
    /// The token's bytes, which matter where a letter is split between tokens; null where the vendor does not tell, and then the text's.
    /// </summary>
    public IReadOnlyList<byte>? Bytes { get; init; }

    /// <summary>The likeliest tokens at its place, the likeliest first; empty where nobody asked. They have no alternatives of their own.</summary>
    public IReadOnlyList<TokenLogprob> Alternatives { get; init; } = [];
}
