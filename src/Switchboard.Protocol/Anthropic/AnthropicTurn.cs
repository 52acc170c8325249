using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Anthropic;

/// <summary>One message of the messages dialect, where the roles alternate: neighbours of one role are one turn.</summary>
/// <param name="Role">Whose turn.</param>
/// <param name="Parts">What the dialect can say of it: no empty text, no thought without its signature; tool results come first.</param>
internal sealed record AnthropicTurn(ChatRole Role, List<ChatPart> Parts)
{
    public static List<AnthropicTurn> Group(IReadOnlyList<ChatMessage> messages)
    {
        var turns = new List<AnthropicTurn>();
        foreach (var message in messages)
        {
            var said = message.Parts.Where(IsSayable).ToList();
            if (said.Count == 0)
            {
                continue;
            }

            if (turns.Count > 0 && turns[^1].Role == message.Role)
            {
                turns[^1].Parts.AddRange(said);
            }
            else
            {
                turns.Add(new(message.Role, said));
            }
        }

        foreach (var turn in turns)
        {
            ResultsFirst(turn.Parts);
        }

        return turns;
    }

    private static bool IsSayable(ChatPart part) => part switch
    {
        TextPart text => text.Text.Length > 0,
        RefusalPart refusal => refusal.Text.Length > 0,
        ThinkingPart thinking => ThoughtSeal.IsForClaude(thinking.Signature),
        RedactedThinkingPart redacted => !ThoughtSeal.IsOpenAis(redacted.Data),
        _ => true,
    };

    private static void ResultsFirst(List<ChatPart> parts)
    {
        var results = parts.Where(part => part is ToolResultPart).ToList();
        if (results.Count > 0)
        {
            parts.RemoveAll(part => part is ToolResultPart);
            parts.InsertRange(0, results);
        }
    }
}
