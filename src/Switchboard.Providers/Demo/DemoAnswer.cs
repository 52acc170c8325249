namespace Switchboard.Providers.Demo;

/// <summary>What a demo model says, cut to the request's limits and in the pieces in which it is streamed.</summary>
internal sealed record DemoAnswer(IReadOnlyList<string> Pieces, IReadOnlyList<DemoToolCall> Calls, string FinishReason, int Tokens)
{
    public string Text => string.Concat(Pieces);

    /// <summary>An answer in words.</summary>
    public static DemoAnswer Say(string text, DemoRequest request)
    {
        string finish = "stop";
        foreach (string stop in request.Stops)
        {
            int at = stop.Length == 0 ? -1 : text.IndexOf(stop, StringComparison.Ordinal);
            text = at < 0 ? text : text[..at];
        }
        List<string> pieces = [.. DemoTokens.Split(text)];
        if (pieces.Count > request.MaxTokens)
        {
            pieces.RemoveRange(request.MaxTokens.Value, pieces.Count - request.MaxTokens.Value);
            finish = "length";
        }
        int tokens = pieces.Count;
        return new DemoAnswer(request.Model.Name == "fast" && tokens > 0 ? [string.Concat(pieces)] : pieces, [], finish, tokens);
    }

    /// <summary>An answer that calls tools. Calls that do not fit the output limit are not made at all: half of one is of no use.</summary>
    public static DemoAnswer Call(IReadOnlyList<DemoToolCall> calls, DemoRequest request)
    {
        int tokens = calls.Sum(call => DemoTokens.Count(call.Name) + DemoTokens.Count(call.Arguments));
        return tokens > request.MaxTokens
            ? new DemoAnswer([], [], "length", request.MaxTokens.Value)
            : new DemoAnswer([], calls, "tool_calls", tokens);
    }
}
