namespace Switchboard.Protocol.Chat;

/// <summary>Numbers the blocks of a stream that does not: a run of text or of thinking is one block, each tool call is one.</summary>
internal sealed class StreamRuns
{
    private int _next;
    private int _open = -1;
    private ChatUpdateKind _kind;

    /// <summary>A piece of text or thinking. Empty pieces, which vendors send beside tool calls, are nothing.</summary>
    public void Text(ChatUpdateKind kind, string? text, List<ChatUpdate> updates)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        if (_open < 0 || _kind != kind)
        {
            End(updates);
            (_open, _kind) = (_next++, kind);
        }

        updates.Add(ChatUpdate.Delta(kind, _open, text));
    }

    /// <summary>A tool call begins. Its block, which the asker ends.</summary>
    public int Call(string id, string name, List<ChatUpdate> updates)
    {
        End(updates);
        updates.Add(new(ChatUpdateKind.ToolCall) { Block = _next, Id = id, Text = name });
        return _next++;
    }

    /// <summary>Ends the run that is open, if one is.</summary>
    public void End(List<ChatUpdate> updates)
    {
        if (_open >= 0)
        {
            updates.Add(ChatUpdate.End(_open));
            _open = -1;
        }
    }
}
