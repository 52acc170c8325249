using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Gemini;

/// <summary>
/// Neighbouring messages of one role. This dialect matches a call's result by the function's name and its place among the results, since
/// Vertex AI refuses ids; so results are named, put in the order of their calls, and kept apart from the user's words.
/// </summary>
/// <param name="Role">Whose turn.</param>
internal sealed record GeminiTurn(ChatRole Role)
{
    /// <summary>What the dialect can say of it, but for results: no empty text; thoughts only where they lead to something.</summary>
    public List<ChatPart> Parts { get; } = [];

    /// <summary>Tool results, in the order of the calls.</summary>
    public List<GeminiResult> Results { get; } = [];

    public static List<GeminiTurn> Group(IReadOnlyList<ChatMessage> messages)
    {
        var turns = new List<GeminiTurn>();
        var calls = new Dictionary<string, (string Name, int Place)>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            var said = message.Parts.Where(IsSayable).ToList();
            if (said.TrueForAll(part => part is ThinkingPart))
            {
                continue;
            }

            if (turns.Count == 0 || turns[^1].Role != message.Role)
            {
                turns.Add(new(message.Role));
            }

            foreach (var part in said)
            {
                turns[^1].Add(part, calls);
            }
        }

        foreach (var turn in turns)
        {
            turn.Results.Sort(static (a, b) => a.Place.CompareTo(b.Place));
        }

        return turns;
    }

    private void Add(ChatPart part, Dictionary<string, (string Name, int Place)> calls)
    {
        if (part is not ToolResultPart result)
        {
            Parts.Add(part);
            if (part is ToolCallPart call)
            {
                // Some callers number calls anew in every turn: the last call of an id is meant.
                calls[call.Id] = (call.Name, Parts.Count);
            }

            return;
        }

        var known = calls.TryGetValue(result.CallId, out var asked);
        Results.Add(new(known ? asked.Name : null, known ? asked.Place : int.MaxValue, result));
        var media = result.Parts.Where(inner => inner is not TextPart).ToList();
        if (media.Count > 0)
        {
            Parts.Add(new TextPart($"Attached to the result of {asked.Name}:"));
            Parts.AddRange(media);
        }
    }

    private static bool IsSayable(ChatPart part) => part switch
    {
        TextPart text => text.Text.Length > 0,
        RefusalPart refusal => refusal.Text.Length > 0,
        ThinkingPart thinking => ThoughtSeal.ForGemini(thinking.Signature) is not null,
        RedactedThinkingPart => false,
        _ => true,
    };
}
