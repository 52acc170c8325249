using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Responses;

/// <summary>Finds what a request holds that the responses dialect cannot say, before a byte is written.</summary>
internal static class ResponsesRequestCheck
{
    public static DroppedFields Run(ChatRequest request, ChatRequestOptions options)
    {
        var found = new DroppedFields(request, Dialect.OpenAiResponses);
        if (request.Choices > 1)
        {
            found.Refuse("n", "This model gives one answer to a request: leave out n, or ask several times.");
        }

        found.DropIf(request.Stop.Count > 0, "stop");
        found.DropIf(request.Seed is not null, "seed");
        found.DropIf(request.TopK is not null, "top_k");
        found.DropIf(request.FrequencyPenalty is not (null or 0), "frequency_penalty");
        found.DropIf(request.PresencePenalty is not (null or 0), "presence_penalty");
        found.DropIf(request.Tools.Count == 0 && request.ToolChoice is { Forces: true }, "tool_choice");
        found.DropIf(
            request.Reasoning is { } reasoning && OpenAi.OpenAiEffort.For(request, options) is null && reasoning.Mode != "disabled",
            request.Source == Dialect.AnthropicMessages ? "thinking" : "reasoning_effort");
        var marked = request.Tools.Any(tool => tool.CacheControl is not null) || request.System.Any(text => text.CacheControl is not null);
        foreach (var message in request.Messages)
        {
            found.DropIf(message.Name is not null, "messages.name");
            foreach (var part in message.Parts)
            {
                marked |= part.CacheControl is not null;
                Part(request, part, found);
            }
        }

        found.DropIf(marked, "cache_control");
        if (request.Messages.Count == 0)
        {
            found.Refuse("messages", "Give at least one user or assistant message with content.");
        }

        return found;
    }

    private static void Part(ChatRequest request, ChatPart part, DroppedFields found)
    {
        switch (part)
        {
            case ThinkingPart thinking:
                found.DropIf(!ThoughtSeal.IsOpenAis(thinking.Signature), "messages.thinking");
                break;
            case RedactedThinkingPart redacted:
                found.DropIf(!ThoughtSeal.IsOpenAis(redacted.Data), "messages.thinking");
                break;
            case AudioPart:
                found.Refuse("messages", "This model hears no audio: send text, or choose another model.");
                break;
            case ImagePart image:
                Source(request, image.Source, found);
                break;
            case DocumentPart { Source: { } source }:
                Source(request, source, found);
                break;
            case ToolResultPart result:
                found.DropIf(result.IsError, "messages.tool_result.is_error");
                foreach (var inner in result.Parts)
                {
                    Part(request, inner, found);
                }

                break;
        }
    }

    private static void Source(ChatRequest request, MediaSource source, DroppedFields found)
    {
        if (source.FileId is not null && request.Source == Dialect.AnthropicMessages)
        {
            found.Refuse("messages", "This model's vendor does not hold that file: send its bytes instead of a file id.");
        }
    }
}
