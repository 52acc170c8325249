using System.Buffers;
using System.Text;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Responses;

/// <summary>An output item while it is being written.</summary>
internal sealed class ResponsesOpenItem
{
    private readonly string _callId;
    private readonly StringBuilder _text = new();
    private readonly ArrayBufferWriter<byte> _unread = new();
    private string? _whole;

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
    public StringBuilder Text
    {
        get
        {
            if (_unread.WrittenCount > 0)
            {
                _text.Append(JsonText.Read(_unread.WrittenSpan));
                _unread.ResetWrittenCount();
            }

            return _text;
        }
    }

    /// <summary>Whether there is any text yet.</summary>
    public bool Speaks => _text.Length > 0 || _unread.WrittenCount > 0;

    /// <summary>The thought's signature, or the sealed thought.</summary>
    public StringBuilder Seal { get; } = new();

    /// <summary>How likely the text's tokens were.</summary>
    public List<TokenLogprob> Logprobs { get; } = [];

    public bool Done { get; set; }

    /// <summary>The item's delta events as a pattern, once one is needed.</summary>
    public DeltaFrame? Repeated { get; set; }

    public bool IsMessage => Kind is ChatUpdateKind.Text or ChatUpdateKind.Refusal;

    /// <summary>Adds words as they stand in JSON; they become text once somebody wants it.</summary>
    public void Append(ReadOnlySpan<byte> json) => _unread.Write(json);

    /// <summary>The text as it is now; the same string again once the item is done.</summary>
    public string Whole() => Done ? _whole ??= Text.ToString() : Text.ToString();

    public ChatPart ToPart() => Kind switch
    {
        ChatUpdateKind.ToolCall => new ToolCallPart(_callId, Name, Whole()),
        ChatUpdateKind.Thinking => new ThinkingPart(Whole(), Seal.Length == 0 ? null : Seal.ToString()),
        ChatUpdateKind.RedactedThinking => new RedactedThinkingPart(Seal.ToString()),
        ChatUpdateKind.Refusal => new RefusalPart(Whole()),
        _ => new TextPart(Whole()) { Logprobs = Logprobs },
    };
}
