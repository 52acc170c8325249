using Switchboard.Protocol.Chat;
using Switchboard.Protocol.OpenAi;

namespace Switchboard.Protocol.Gemini;

/// <summary>
/// Gives the parts of an answer, which know no blocks, their block numbers: a run of text or of thought is one block, each call is one,
/// whole at once. A signature becomes the seal of the thought before its part; where there is none before a call, of an empty one.
/// </summary>
internal sealed class GeminiBlocks
{
    private int _next;
    private int _open = -1;
    private ChatUpdateKind _openKind;

    public bool IsEmpty => _next == 0;

    public bool HasCalls { get; private set; }

    public void Add(in GeminiPart part, List<ChatUpdate> updates)
    {
        if (part.CallName is { Length: > 0 })
        {
            Call(part, updates);
            return;
        }

        var kind = part.IsThought ? ChatUpdateKind.Thinking : ChatUpdateKind.Text;
        if (!part.IsThought)
        {
            // On text that follows no thought, the vendor does not ask for its signature back.
            SealThought(part.Signature, updates);
        }

        Text(kind, part.Text, updates);
        if (part.IsThought)
        {
            SealThought(part.Signature, updates);
        }
    }

    /// <summary>A piece of text, thinking or refusal. Empty pieces are nothing.</summary>
    public void Text(ChatUpdateKind kind, string? text, List<ChatUpdate> updates)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        if (_open < 0 || _openKind != kind)
        {
            End(updates);
            Open(kind);
        }

        updates.Add(ChatUpdate.Delta(kind, _open, text));
    }

    /// <summary>Ends what is still open.</summary>
    public void End(List<ChatUpdate> updates)
    {
        if (_open >= 0)
        {
            updates.Add(ChatUpdate.End(_open));
            _open = -1;
        }
    }

    private void Call(in GeminiPart part, List<ChatUpdate> updates)
    {
        if (part.Signature is not null && !SealThought(part.Signature, updates))
        {
            End(updates);
            Open(ChatUpdateKind.Thinking);
            SealThought(part.Signature, updates);
        }

        End(updates);
        HasCalls = true;
        Open(ChatUpdateKind.ToolCall);
        updates.Add(new(ChatUpdateKind.ToolCall)
        {
            Block = _open,
            Id = string.IsNullOrEmpty(part.CallId) ? OpenAiIds.NewCall() : part.CallId,
            Text = part.CallName,
        });
        if (!string.IsNullOrEmpty(part.CallArguments))
        {
            updates.Add(ChatUpdate.Delta(ChatUpdateKind.ToolArguments, _open, part.CallArguments));
        }

        End(updates);
    }

    /// <summary>Seals the open thought and ends it, so that no thought has two seals; false where none is open.</summary>
    private bool SealThought(string? signature, List<ChatUpdate> updates)
    {
        if (signature is null || _open < 0 || _openKind != ChatUpdateKind.Thinking)
        {
            return false;
        }

        updates.Add(ChatUpdate.Delta(ChatUpdateKind.Signature, _open, ThoughtSeal.OfGemini(signature)));
        End(updates);
        return true;
    }

    private void Open(ChatUpdateKind kind) => (_open, _openKind) = (_next++, kind);
}
