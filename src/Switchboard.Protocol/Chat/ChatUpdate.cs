using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Chat;

/// <summary>
/// One step of a streamed answer. Blocks (a text, a thought, a tool call) are numbered from zero in the order in which they begin;
/// several may be open at once. A struct, so that a stream costs its text and no more.
/// </summary>
/// <param name="Kind">What it says; the kind tells which of the others hold something.</param>
public readonly record struct ChatUpdate(ChatUpdateKind Kind)
{
    /// <summary>The block it belongs to.</summary>
    public int Block { get; init; }

    /// <summary>The delta, or what the kind says.</summary>
    public string? Text { get; init; }

    /// <summary>The answer's or the tool call's id.</summary>
    public string? Id { get; init; }

    /// <summary>How likely the tokens of a text's piece were; null where nobody asked, or the vendor does not tell.</summary>
    public IReadOnlyList<TokenLogprob>? Logprobs { get; init; }

    /// <summary>Why the model stopped.</summary>
    public FinishReason Finish { get; init; }

    /// <summary>What was consumed.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Why the stream failed.</summary>
    public ExchangeError? Error { get; init; }

    /// <summary>A piece of a block's content.</summary>
    /// <param name="kind">Which content.</param>
    /// <param name="block">The block.</param>
    /// <param name="text">The piece.</param>
    public static ChatUpdate Delta(ChatUpdateKind kind, int block, string text) => new(kind) { Block = block, Text = text };

    /// <summary>The block is whole.</summary>
    /// <param name="block">The block.</param>
    public static ChatUpdate End(int block) => new(ChatUpdateKind.BlockEnd) { Block = block };

    /// <summary>The stream failed.</summary>
    /// <param name="error">Why.</param>
    public static ChatUpdate Failed(ExchangeError error) => new(ChatUpdateKind.Error) { Error = error };
}
