using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Cohere;

/// <summary>Finds what a request holds that Cohere's chat cannot say, before a byte is written.</summary>
internal static class CohereRequestCheck
{
    private const int MaxStops = 5;

    public static void Run(ChatRequest request, DroppedFields found)
    {
        JsonAnswer.Reserve(request, found);
        if (request.Choices > 1)
        {
            found.Refuse("n", "This model gives one answer to a request: leave out n, or ask several times.");
        }

        if (request.Stop.Count > MaxStops)
        {
            found.Refuse("stop", $"This model takes at most {MaxStops} stop texts: send fewer.");
        }

        if (request.Messages.Count == 0)
        {
            found.Refuse("messages", "Give at least one user message.");
        }

        found.DropIf(request.Tools.Count == 0 && request.ToolChoice is { Forces: true }, "tool_choice");
        found.DropIf(request.ParallelToolCalls == false, "parallel_tool_calls");
        found.DropIf(request.Tools.Any(tool => tool.Strict == true) && request.Tools.Any(tool => tool.Strict != true), "tools.strict");
        found.DropIf(request.User is not null, "user");
        found.DropIf(request.TopLogprobs > 0, "top_logprobs");
        found.DropIf(MayCite(request), "citations");
        found.DropIf(request.Reasoning is not null && request.Extras.Any(extra => extra.Name == "thinking"), "thinking");
        var thoughts = request.Source == Dialect.OpenAiChat ? "messages.reasoning_content" : "messages.thinking";
        var marked = request.Tools.Any(tool => tool.CacheControl is not null) || request.System.Any(text => text.CacheControl is not null);
        foreach (var message in request.Messages)
        {
            found.DropIf(message.Name is not null, "messages.name");
            found.DropIf(message.Parts.Any(part => CohereMessageWriter.IsLost(part, message)), thoughts);
            foreach (var part in message.Parts)
            {
                marked |= part.CacheControl is not null;
                Part(part, found);
            }
        }

        found.DropIf(marked, "cache_control");
    }

    /// <summary>
    /// The vendor cites documents and tools' results unless told not to, and no caller's dialect has a place for citations of what has no
    /// address. Headers leave before the answer is known, so they say it of every answer that may have some.
    /// </summary>
    private static bool MayCite(ChatRequest request)
    {
        var options = request.Extras.FirstOrDefault(extra => extra.Name == "citation_options")?.Value;
        var off = options is { } mode && (mode.Utf8.IndexOf("\"OFF\""u8) >= 0 || mode.Utf8.IndexOf("\"DISABLED\""u8) >= 0);
        return !off
            && (request.Extras.Any(extra => extra.Name == "documents") || request.Messages.Any(message => message.Parts.Any(part => part is ToolResultPart)));
    }

    private static void Part(ChatPart part, DroppedFields found)
    {
        switch (part)
        {
            case AudioPart:
                found.Refuse("messages", "This model hears no audio: send text, or choose another model.");
                break;
            case ImagePart { Source.FileId: not null }:
                found.Refuse("messages", "This model's vendor does not hold that file: send its bytes instead of a file id.");
                break;
            case DocumentPart { Words: null }:
                found.Refuse("messages", "This model reads no such documents: send the document's plain text, or choose another model.");
                break;
            case ToolResultPart result:
                found.DropIf(result.IsError, "messages.tool_result.is_error");
                foreach (var inner in result.Parts)
                {
                    Part(inner, found);
                }

                break;
        }
    }
}
