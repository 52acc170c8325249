using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.OpenAi;

/// <summary>
/// Gives the deltas of an OpenAI stream, which knows no blocks, their block numbers: runs of text or thinking are one block, each tool
/// call is one. Tolerates servers that leave out a call's index or give every call index 0.
/// </summary>
internal sealed class OpenAiStreamBlocks
{
    private readonly List<Call> _calls = [];
    private int _next;
    private int _open = -1;
    private ChatUpdateKind _openKind;
    private string? _announcedId;

    public bool HasCalls => _calls.Count > 0;

    /// <summary>A piece of text, thinking or refusal. Empty pieces, which vendors send beside tool calls, are nothing.</summary>
    public void Text(ChatUpdateKind kind, string? text, List<ChatUpdate> updates)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        if (_open < 0 || _openKind != kind)
        {
            EndText(updates);
            _open = _next++;
            _openKind = kind;
        }

        updates.Add(ChatUpdate.Delta(kind, _open, text));
    }

    public void ToolCall(int? index, string? id, string? name, string? arguments, List<ChatUpdate> updates)
    {
        var call = Find(index, id, name);
        if (call is null)
        {
            if (string.IsNullOrEmpty(name) && string.IsNullOrEmpty(arguments))
            {
                _announcedId = id ?? _announcedId;
                return;
            }

            id = string.IsNullOrEmpty(id) ? _announcedId : id;
            _announcedId = null;
            EndText(updates);
            call = new(index ?? _calls.Count, id, _next++);
            _calls.Add(call);
            updates.Add(new(ChatUpdateKind.ToolCall)
            {
                Block = call.Block,
                Id = string.IsNullOrEmpty(id) ? OpenAiIds.NewCall() : id,
                Text = name ?? string.Empty,
            });
        }

        if (string.IsNullOrEmpty(arguments) || call.Ended)
        {
            return;
        }

        updates.Add(ChatUpdate.Delta(ChatUpdateKind.ToolArguments, call.Block, arguments));
        call.End.Feed(arguments);
        if (call.End.Reached)
        {
            call.Ended = true;
            updates.Add(ChatUpdate.End(call.Block));
        }
    }

    /// <summary>Ends what is still open.</summary>
    public void EndAll(List<ChatUpdate> updates)
    {
        EndText(updates);
        foreach (var call in _calls.Where(call => !call.Ended))
        {
            call.Ended = true;
            updates.Add(ChatUpdate.End(call.Block));
        }
    }

    private void EndText(List<ChatUpdate> updates)
    {
        if (_open >= 0)
        {
            updates.Add(ChatUpdate.End(_open));
            _open = -1;
        }
    }

    private Call? Find(int? index, string? id, string? name)
    {
        var named = !string.IsNullOrEmpty(id);
        for (var at = _calls.Count - 1; at >= 0; at--)
        {
            var call = _calls[at];
            if (named && call.Id == id)
            {
                return call;
            }

            if (index is null ? !named && string.IsNullOrEmpty(name) : index == call.Index)
            {
                // The same index under another id, with a name of its own, is another call.
                return named && call.Id is not null && !string.IsNullOrEmpty(name) ? null : call;
            }
        }

        return null;
    }

    private sealed class Call(int index, string? id, int block)
    {
        public int Index { get; } = index;

        public string? Id { get; } = string.IsNullOrEmpty(id) ? null : id;

        public int Block { get; } = block;

        public bool Ended { get; set; }

        /// <summary>A field, since it is a struct that changes.</summary>
        public ArgumentsEnd End;
    }
}
