using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Gemini;

/// <summary>Finds what a request holds that this dialect, or the model, cannot say, before a byte is written.</summary>
internal static class GeminiRequestCheck
{
    private const int MaxStops = 5;

    public static void Run(ChatRequest request, List<GeminiTurn> turns, DroppedFields found)
    {
        var fromAnthropic = request.Source == Dialect.AnthropicMessages;
        if (request.Choices > 1)
        {
            found.Refuse("n", "This model gives one answer to a request: leave out n, or ask several times.");
        }

        if (request.Stop.Count(stop => stop.Length > 0) > MaxStops)
        {
            found.Refuse(fromAnthropic ? "stop_sequences" : "stop", $"This model takes at most {MaxStops} stop texts: send fewer.");
        }

        foreach (var extra in request.Extras)
        {
            Extra(extra, found);
        }

        var marked = request.Tools.Any(tool => tool.CacheControl is not null) || request.System.Any(text => text.CacheControl is not null);
        found.DropIf(request.Tools.Count == 0 && request.ToolChoice is { Forces: true }, "tool_choice");
        found.DropIf(
            request.Tools.Count > 0 && request.ParallelToolCalls == false,
            fromAnthropic ? "tool_choice.disable_parallel_tool_use" : "parallel_tool_calls");
        foreach (var tool in request.Tools.Where(tool => tool.Strict == true))
        {
            found.Drop(JsonAnswer.StrictField(tool));
        }

        found.DropIf(request.User is not null, fromAnthropic ? "metadata.user_id" : "user");
        foreach (var message in request.Messages)
        {
            found.DropIf(message.Name is not null, "messages.name");
            foreach (var part in message.Parts)
            {
                marked |= part.CacheControl is not null;
                GeminiPartCheck.Run(part, fromAnthropic, found);
            }
        }

        found.DropIf(marked, "cache_control");
        Turns(turns, found);
    }

    private static void Turns(List<GeminiTurn> turns, DroppedFields found)
    {
        if (turns.Count == 0)
        {
            found.Refuse("messages", "Give at least one user or assistant message with content.");
        }

        foreach (var lost in turns.SelectMany(turn => turn.Results).Where(result => result.Name is null))
        {
            found.Refuse(
                "messages", $"No call before the tool result has its id '{lost.Result.CallId}': send the assistant message with the call too.");
        }
    }

    private static void Extra(RawField extra, DroppedFields found)
    {
        if (extra.Name is "audio" or "web_search_options" or "mcp_servers"
            || (extra.Name == "modalities" && extra.Value.Utf8.IndexOf("\"audio\""u8) >= 0))
        {
            found.Refuse(extra.Name, $"This model has no counterpart to {extra.Name} here: leave it out, or choose another model.");
        }
    }
}
