using System.Text;

namespace Switchboard.Protocol.Chat;

/// <summary>A whole reply told as streaming updates, and streaming updates gathered into a whole reply.</summary>
public static class ChatReplyUpdates
{
    /// <summary>The updates that a stream of this reply would have had, each part in one piece.</summary>
    /// <param name="reply">The reply.</param>
    public static IEnumerable<ChatUpdate> Of(ChatReply reply)
    {
        yield return new ChatUpdate(ChatUpdateKind.Start) { Id = reply.Id, Text = reply.Model, Usage = reply.Usage ?? default };
        for (var block = 0; block < reply.Parts.Count; block++)
        {
            foreach (var update in OfPart(reply.Parts[block], block))
            {
                yield return update;
            }

            yield return ChatUpdate.End(block);
        }

        yield return new ChatUpdate(ChatUpdateKind.Finish) { Finish = reply.Finish, Text = reply.StopSequence };
        if (reply.Usage is { } usage)
        {
            yield return new ChatUpdate(ChatUpdateKind.Usage) { Usage = usage };
        }
    }

    /// <summary>The reply that these updates add up to.</summary>
    /// <param name="updates">All updates of one stream, in order.</param>
    public static ChatReply Collect(IEnumerable<ChatUpdate> updates)
    {
        var reply = new ChatReply { Id = "", Model = "", Parts = [] };
        var blocks = new SortedDictionary<int, Block>();
        foreach (var update in updates)
        {
            switch (update.Kind)
            {
                case ChatUpdateKind.Start:
                    reply = reply with { Id = update.Id ?? "", Model = update.Text ?? "" };
                    break;
                case ChatUpdateKind.Finish:
                    reply = reply with { Finish = update.Finish, StopSequence = update.Text };
                    break;
                case ChatUpdateKind.Usage:
                    reply = reply with { Usage = update.Usage };
                    break;
                case ChatUpdateKind.Error or ChatUpdateKind.BlockEnd:
                    break;
                default:
                    Find(blocks, update.Block).Add(update);
                    break;
            }
        }

        return reply with { Parts = [.. blocks.Values.Select(static b => b.ToPart()).OfType<ChatPart>()] };
    }

    private static IEnumerable<ChatUpdate> OfPart(ChatPart part, int block)
    {
        switch (part)
        {
            case TextPart text:
                yield return ChatUpdate.Delta(ChatUpdateKind.Text, block, text.Text) with { Logprobs = text.Logprobs };
                break;
            case RefusalPart refusal:
                yield return ChatUpdate.Delta(ChatUpdateKind.Refusal, block, refusal.Text);
                break;
            case ThinkingPart thinking:
                yield return ChatUpdate.Delta(ChatUpdateKind.Thinking, block, thinking.Text);
                if (thinking.Signature is { } _signature)
                {
                    yield return ChatUpdate.Delta(ChatUpdateKind.Signature, block, _signature);
                }

                break;
            case RedactedThinkingPart redacted:
                yield return ChatUpdate.Delta(ChatUpdateKind.RedactedThinking, block, redacted.Data);
                break;
            case ToolCallPart call:
                yield return new ChatUpdate(ChatUpdateKind.ToolCall) { Block = block, Id = call.Id, Text = call.Name };
                yield return ChatUpdate.Delta(ChatUpdateKind.ToolArguments, block, call.Arguments);
                break;
        }
    }

    private static Block Find(SortedDictionary<int, Block> blocks, int number)
    {
        if (!blocks.TryGetValue(number, out var block))
        {
            blocks[number] = block = new Block();
        }

        return block;
    }

    private sealed class Block
    {
        private readonly StringBuilder _text = new();
        private readonly StringBuilder _signature = new();
        private List<TokenLogprob>? _logprobs;
        private ChatUpdateKind _kind;
        private string? _id;
        private string? _name;

        public void Add(in ChatUpdate update)
        {
            switch (update.Kind)
            {
                case ChatUpdateKind.Signature:
                    // A thought may have a seal and no words.
                    _kind = ChatUpdateKind.Thinking;
                    _signature.Append(update.Text);
                    break;
                case ChatUpdateKind.ToolCall:
                    (_kind, _id, _name) = (update.Kind, update.Id, update.Text);
                    break;
                default:
                    _kind = _kind == ChatUpdateKind.ToolCall ? _kind : update.Kind;
                    _text.Append(update.Text);
                    if (update.Logprobs is { } tokens)
                    {
                        (_logprobs ??= []).AddRange(tokens);
                    }

                    break;
            }
        }

        public ChatPart? ToPart() => _kind switch
        {
            ChatUpdateKind.Text => new TextPart(_text.ToString()) { Logprobs = _logprobs },
            ChatUpdateKind.Refusal => new RefusalPart(_text.ToString()),
            ChatUpdateKind.Thinking => new ThinkingPart(_text.ToString(), _signature.Length == 0 ? null : _signature.ToString()),
            ChatUpdateKind.RedactedThinking => new RedactedThinkingPart(_text.ToString()),
            ChatUpdateKind.ToolCall => new ToolCallPart(_id ?? "", _name ?? "", _text.ToString()),
            _ => null,
        };
    }
}
