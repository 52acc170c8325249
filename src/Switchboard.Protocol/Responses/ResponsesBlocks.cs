using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Responses;

/// <summary>
/// Gives what a responses' stream says its block numbers: each content part of a message is a block, each call, each thought. What came
/// without deltas is taken from the event that ends it.
/// </summary>
internal sealed class ResponsesBlocks
{
    /// <summary>The place of a block that is its whole item: a call or a thought.</summary>
    private const int WholeItem = -1;

    private readonly Dictionary<(int Output, int Content), Block> _blocks = [];
    private int _next;

    public bool HasCalls { get; private set; }

    public void ItemAdded(int output, in ResponsesItem item, List<ChatUpdate> updates)
    {
        if (item.Type == "function_call" && !_blocks.ContainsKey((output, WholeItem)))
        {
            Call(output, item, updates);
            Arguments(output, item.Arguments, updates);
        }
    }

    public void Said(ChatUpdateKind kind, int output, int content, string? text, List<ChatUpdate> updates)
    {
        if (!string.IsNullOrEmpty(text) && Find(output, content) is { Ended: false } block)
        {
            block.HasContent = true;
            updates.Add(ChatUpdate.Delta(kind, block.Number, text));
        }
    }

    public void SaidAll(ChatUpdateKind kind, int output, int content, string? text, List<ChatUpdate> updates)
    {
        if (!_blocks.TryGetValue((output, content), out var block) || !block.HasContent)
        {
            Said(kind, output, content, text, updates);
        }

        End(output, content, updates);
    }

    public void Thought(int output, int paragraph, string? text, List<ChatUpdate> updates)
    {
        if (string.IsNullOrEmpty(text) || Find(output, WholeItem) is not { Ended: false } block)
        {
            return;
        }

        text = block.HasContent && block.Paragraph != paragraph ? "\n\n" + text : text;
        (block.HasContent, block.Paragraph) = (true, paragraph);
        updates.Add(ChatUpdate.Delta(ChatUpdateKind.Thinking, block.Number, text));
    }

    public void Arguments(int output, string? text, List<ChatUpdate> updates)
    {
        if (!string.IsNullOrEmpty(text) && _blocks.TryGetValue((output, WholeItem), out var block) && !block.Ended)
        {
            block.HasContent = true;
            updates.Add(ChatUpdate.Delta(ChatUpdateKind.ToolArguments, block.Number, text));
        }
    }

    /// <summary>The arguments as the event that ends them has them.</summary>
    public void AllArguments(int output, string? text, List<ChatUpdate> updates)
    {
        if (_blocks.TryGetValue((output, WholeItem), out var block) && !block.HasContent)
        {
            Arguments(output, text, updates);
        }
    }

    public void ItemDone(int output, in ResponsesItem item, List<ChatUpdate> updates)
    {
        switch (item.Type)
        {
            case "function_call":
                ItemAdded(output, item with { Arguments = null }, updates);
                AllArguments(output, item.Arguments, updates);
                break;
            case "reasoning":
                Proof(output, item, updates);
                break;
        }

        foreach (var (place, _) in _blocks.Where(block => block.Key.Output == output).ToList())
        {
            End(place.Output, place.Content, updates);
        }
    }

    /// <summary>Ends what is still open.</summary>
    public void EndAll(List<ChatUpdate> updates)
    {
        foreach (var (place, _) in _blocks.OrderBy(static block => block.Value.Number).ToList())
        {
            End(place.Output, place.Content, updates);
        }
    }

    private void Call(int output, in ResponsesItem item, List<ChatUpdate> updates)
    {
        HasCalls = true;
        var block = Find(output, WholeItem);
        updates.Add(new(ChatUpdateKind.ToolCall)
        {
            Block = block.Number,
            Id = item.CallId is { Length: > 0 } id ? id : OpenAi.OpenAiIds.NewCall(),
            Text = item.Name ?? string.Empty,
        });
    }

    /// <summary>A thought's proof comes with its item's end, and so does a thought that only its vendor can read.</summary>
    private void Proof(int output, in ResponsesItem item, List<ChatUpdate> updates)
    {
        var known = _blocks.TryGetValue((output, WholeItem), out var block);
        if (!known)
        {
            Thought(output, 0, item.Summary, updates);
        }

        var told = known ? block!.HasContent : item.Summary.Length > 0;
        switch (ThoughtSeal.FromEncrypted(told ? "." : string.Empty, item.Encrypted))
        {
            case ThinkingPart { Signature: { } signature }:
                updates.Add(ChatUpdate.Delta(ChatUpdateKind.Signature, Find(output, WholeItem).Number, signature));
                break;
            case RedactedThinkingPart redacted:
                updates.Add(ChatUpdate.Delta(ChatUpdateKind.RedactedThinking, Find(output, WholeItem).Number, redacted.Data));
                break;
        }
    }

    private Block Find(int output, int content)
    {
        if (!_blocks.TryGetValue((output, content), out var block))
        {
            _blocks[(output, content)] = block = new(_next++);
        }

        return block;
    }

    private void End(int output, int content, List<ChatUpdate> updates)
    {
        if (_blocks.TryGetValue((output, content), out var block) && !block.Ended)
        {
            block.Ended = true;
            updates.Add(ChatUpdate.End(block.Number));
        }
    }

    private sealed class Block(int number)
    {
        public int Number { get; } = number;

        public int Paragraph { get; set; }

        public bool HasContent { get; set; }

        public bool Ended { get; set; }
    }
}
