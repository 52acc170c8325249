using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Finds what a request holds that Converse, or the model, cannot say, before a byte is written.</summary>
internal static class BedrockRequestCheck
{
    public static void Run(ChatRequest request, BedrockModel model, DroppedFields found)
    {
        if (request.Choices > 1)
        {
            found.Refuse("n", "This model gives one answer to a request: leave out n, or ask several times.");
        }

        foreach (var extra in request.Source == Dialect.OpenAiChat ? request.Extras : [])
        {
            Extra(extra, found);
        }

        found.DropIf(request.FrequencyPenalty is not (null or 0), "frequency_penalty");
        found.DropIf(request.PresencePenalty is not (null or 0), "presence_penalty");
        found.DropIf(request.Seed is not null, "seed");
        found.DropLogprobs(request);
        found.DropIf(request.User is not null, "user");
        found.DropIf(request.Stop.Any(string.IsNullOrWhiteSpace), "stop");
        Tools(request, model, found);
        foreach (var text in request.System)
        {
            Mark(text.CacheControl, model.ReadsCachePoints, found);
        }

        foreach (var message in request.Messages)
        {
            found.DropIf(message.Name is not null, "messages.name");
            foreach (var part in message.Parts)
            {
                Part(part, model, found);
            }
        }
    }

    private static void Extra(RawField extra, DroppedFields found)
    {
        if (extra.Name is "audio" or "web_search_options" || (extra.Name == "modalities" && extra.Value.Utf8.IndexOf("\"audio\""u8) >= 0))
        {
            found.Refuse(extra.Name, $"This model has no counterpart to {extra.Name}: leave it out, or choose another model.");
        }
    }

    private static void Tools(ChatRequest request, BedrockModel model, DroppedFields found)
    {
        found.DropIf(request.Tools.Count == 0 && request.ToolChoice is { Forces: true }, "tool_choice");
        found.DropIf(request.Tools.Count > 0 && request.ParallelToolCalls == false, "parallel_tool_calls");
        foreach (var tool in request.Tools)
        {
            found.DropIf(tool.Strict == true && !model.EnforcesSchemas, JsonAnswer.StrictField(tool));
            Mark(tool.CacheControl, model.ReadsToolCachePoints, found);
        }
    }

    private static void Mark(CacheControl? mark, bool isRead, DroppedFields found) => found.DropIf(mark is not null && !isRead, "cache_control");

    private static void Part(ChatPart part, BedrockModel model, DroppedFields found)
    {
        Mark(part.CacheControl, model.ReadsCachePoints, found);
        switch (part)
        {
            case AudioPart:
                found.Refuse("messages", "This model hears no audio: send text, or choose another model.");
                break;
            case ThinkingPart thinking when !ThoughtSeal.IsForClaude(thinking.Signature):
                found.Drop("messages.reasoning_content");
                break;
            case ImagePart image:
                found.DropIf(image.Detail is not (null or "auto"), "messages.image_url.detail");
                Source(image.Source, BedrockMedia.Image(image.Source.MediaType), "sees PNG, JPEG, GIF and WebP", found);
                break;
            case DocumentPart { Source: { } source }:
                Source(source, BedrockMedia.Document(source.MediaType), "reads PDF, Word, Excel, CSV, HTML, Markdown and plain text", found);
                break;
            case ToolResultPart result:
                foreach (var inner in result.Parts)
                {
                    Part(inner, model, found);
                }

                break;
        }
    }

    private static void Source(MediaSource source, string? format, string takes, DroppedFields found)
    {
        if (source.Base64 is null)
        {
            found.Refuse("messages", "Bedrock fetches no addresses and holds no files: send the bytes themselves, as a data: URL or base64.");
        }
        else if (format is null)
        {
            found.Refuse("messages", $"This model {takes}, not {source.MediaType}.");
        }
    }
}
