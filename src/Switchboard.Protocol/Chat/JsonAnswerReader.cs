namespace Switchboard.Protocol.Chat;

/// <summary>A vendor's stream with the calls of <see cref="JsonAnswer.Tool"/> turned into text.</summary>
internal sealed class JsonAnswerReader(IChatStreamReader vendor) : IChatStreamReader
{
    private int _answer = -1;
    private bool _said;
    private bool _calls;

    public bool Finished => vendor.Finished;

    public DeltaFields Deltas => vendor.Deltas;

    public void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        var from = updates.Count;
        vendor.Read(eventName, data, updates);
        Unwrap(updates, from);
    }

    public void Complete(List<ChatUpdate> updates)
    {
        var from = updates.Count;
        vendor.Complete(updates);
        Unwrap(updates, from);
    }

    private void Unwrap(List<ChatUpdate> updates, int at)
    {
        while (at < updates.Count)
        {
            var update = updates[at];
            switch (update.Kind)
            {
                case ChatUpdateKind.ToolCall when update.Text == JsonAnswer.Tool:
                    (_answer, _said) = (update.Block, false);
                    updates.RemoveAt(at);
                    continue;
                case ChatUpdateKind.ToolCall:
                    _calls = true;
                    break;
                case ChatUpdateKind.ToolArguments when update.Block == _answer:
                    _said = true;
                    updates[at] = ChatUpdate.Delta(ChatUpdateKind.Text, update.Block, update.Text!);
                    break;
                case ChatUpdateKind.BlockEnd when update.Block == _answer && !_said:
                    updates.Insert(at++, ChatUpdate.Delta(ChatUpdateKind.Text, update.Block, "{}"));
                    _said = true;
                    break;
                case ChatUpdateKind.Finish when _answer >= 0:
                    updates[at] = update with { Finish = JsonAnswer.Finish(update.Finish, _calls) };
                    break;
            }

            at++;
        }
    }
}
