using System.Text;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Responses;

/// <summary>An output item while it is being written.</summary>
internal sealed class ResponsesOpenItem
{
    private readonly string _callId;

    /// <summary>Begins an item.</summary>
    /// <param name="index">Its place in the output.</param>
    /// <param name="response">The response's id.</param>
    /// <param name="first">The block's first update.</param>
    public ResponsesOpenItem(int index, string response, in ChatUpdate first)
    {
        (Index, Block) = (index, first.Block);
        Kind = first.Kind == ChatUpdateKind.Signature ? ChatUpdateKind.Thinking : first.Kind;
        (_callId, Name) = (first.Id ?? string.Empty, first.Text ?? string.Empty);
        Id = ResponsesIds.Item(ResponsesOutput.Prefix(ToPart()), response, index);
    }

    public int Index { get; }

    public int Block { get; }

    /// <summary>Text, refusal, thinking, redacted thinking or tool call.</summary>
    public ChatUpdateKind Kind { get; }

    public string Id { get; }

    /// <summary>The tool's name.</summary>
    public string Name { get; }

    /// <summary>The text, or the arguments.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>The thought's signature, or the sealed thought.</summary>
    public StringBuilder Seal { get; } = new();

    /// <summary>How likely the text's tokens were.</summary>
    public List<TokenLogprob> Logprobs { get; } = [];

    public bool Done { get; set; }

    public bool IsMessage => Kind is ChatUpdateKind.Text or ChatUpdateKind.Refusal;

    public ChatPart ToPart() => Kind switch
    {
        ChatUpdateKind.ToolCall => new ToolCallPart(_callId, Name, Text.ToString()),
        ChatUpdateKind.Thinking => new ThinkingPart(Text.ToString(), Seal.Length == 0 ? null : Seal.ToString()),
        ChatUpdateKind.RedactedThinking => new RedactedThinkingPart(Seal.ToString()),
        ChatUpdateKind.Refusal => new RefusalPart(Text.ToString()),
        _ => new TextPart(Text.ToString()) { Logprobs = Logprobs },
    };
}
