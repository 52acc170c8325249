namespace Switchboard.Protocol.Chat;

/// <summary>
/// Gives likelihoods to the text that came with them. A token that is no whole letter yet comes without text: it waits for the next. Those
/// of thoughts are left out, since callers get likelihoods of the answer alone.
/// </summary>
internal sealed class LogprobsJoin
{
    private List<TokenLogprob>? _waiting;

    /// <summary>Joins the tokens of an event with its last text.</summary>
    /// <param name="tokens">The tokens; null for none.</param>
    /// <param name="updates">The updates so far.</param>
    /// <param name="from">Where those of this event begin.</param>
    public void Join(List<TokenLogprob>? tokens, List<ChatUpdate> updates, int from)
    {
        if (tokens is null && _waiting is null)
        {
            return;
        }

        var thought = false;
        for (var at = updates.Count - 1; at >= from; at--)
        {
            if (updates[at].Kind == ChatUpdateKind.Text)
            {
                updates[at] = updates[at] with { Logprobs = [.. _waiting ?? [], .. tokens ?? []] };
                _waiting = null;
                return;
            }

            thought |= updates[at].Kind == ChatUpdateKind.Thinking;
        }

        if (tokens is not null && !thought)
        {
            (_waiting ??= []).AddRange(tokens);
        }
    }
}
