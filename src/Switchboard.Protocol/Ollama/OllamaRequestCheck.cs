using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Ollama;

/// <summary>Finds what a request holds that Ollama's chat cannot say, before a byte is written.</summary>
internal static class OllamaRequestCheck
{
    public static void Run(ChatRequest request, DroppedFields found)
    {
        if (request.Choices > 1)
        {
            found.Refuse("n", "This model gives one answer to a request: leave out n, or ask several times.");
        }

        if (request.Messages.Count == 0)
        {
            found.Refuse("messages", "Give at least one user message.");
        }

        if (request.Extras.Any(extra => extra.Name == "options" && extra.Value.Utf8[0] != '{'))
        {
            found.Refuse("options", "Give an object of the model's options, such as {\"num_ctx\": 8192}.");
        }

        found.DropIf(request.ToolChoice is { Forces: true }, "tool_choice");
        found.DropIf(request.ParallelToolCalls == false, "parallel_tool_calls");
        found.DropIf(request.Tools.Any(tool => tool.Strict == true), "tools.strict");
        found.DropIf(request.User is not null, "user");
        found.DropIf(request.Reasoning is not null && request.Extras.Any(extra => extra.Name == "think"), "think");
        found.DropIf(request.ResponseFormat is not null && request.Extras.Any(extra => extra.Name == "format"), "format");
        var marked = request.Tools.Any(tool => tool.CacheControl is not null) || request.System.Any(text => text.CacheControl is not null);
        foreach (var message in request.Messages)
        {
            found.DropIf(message.Name is not null, "messages.name");
            foreach (var part in message.Parts)
            {
                marked |= part.CacheControl is not null;
                Part(part, found);
            }
        }

        found.DropIf(marked, "cache_control");
    }

    private static void Part(ChatPart part, DroppedFields found)
    {
        switch (part)
        {
            case AudioPart:
                found.Refuse("messages", "This model hears no audio: send text, or choose another model.");
                break;
            case ImagePart image:
                found.DropIf(image.Detail is not (null or "auto"), "messages.image_url.detail");
                if (image.Source.Base64 is null)
                {
                    found.Refuse("messages", "This model's server fetches no pictures: send the picture's bytes as a base64 data: URL.");
                }

                break;
            case DocumentPart { Words: null }:
                found.Refuse("messages", "This model reads no such documents: send the document's plain text, or choose another model.");
                break;
            case ThinkingPart { Signature: { Length: > 0 } } or RedactedThinkingPart:
                found.Drop("messages.thinking");
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
