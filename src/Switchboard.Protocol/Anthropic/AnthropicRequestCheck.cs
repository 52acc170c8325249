using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Finds what a request holds that the messages dialect, or the model, cannot say, before a byte is written.</summary>
internal static class AnthropicRequestCheck
{
    public static void Run(ChatRequest request, ClaudeTraits traits, DroppedFields found)
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
        found.DropIf(request.Tools.Count == 0 && request.ToolChoice is { Forces: true }, "tool_choice");
        found.DropIf(request.Stop.Any(string.IsNullOrWhiteSpace), "stop");

        foreach (var tool in request.Tools.Where(tool => tool.Strict == true && !traits.EnforcesSchemas))
        {
            found.Drop(JsonAnswer.StrictField(tool));
        }

        foreach (var message in request.Messages)
        {
            found.DropIf(message.Name is not null, "messages.name");
            foreach (var part in message.Parts)
            {
                Part(request, part, found);
            }
        }

        if (AnthropicTurn.Group(request.Messages).Count == 0)
        {
            found.Refuse("messages", "Give at least one user or assistant message with content.");
        }
    }

    private static void Extra(RawField extra, DroppedFields found)
    {
        if (extra.Name is "audio" or "web_search_options" || (extra.Name == "modalities" && extra.Value.Utf8.IndexOf("\"audio\""u8) >= 0))
        {
            found.Refuse(extra.Name, $"This model has no counterpart to {extra.Name}: leave it out, or choose another model.");
        }
    }

    private static void Part(ChatRequest request, ChatPart part, DroppedFields found)
    {
        switch (part)
        {
            case AudioPart:
                found.Refuse("messages", "This model hears no audio: send text, or choose another model.");
                break;
            case ThinkingPart { Signature: var seal } when ThoughtSeal.IsOpenAis(seal):
            case RedactedThinkingPart { Data: var data } when ThoughtSeal.IsOpenAis(data):
                found.Drop("messages.thinking");
                break;
            case ThinkingPart thinking when !ThoughtSeal.IsForClaude(thinking.Signature):
                found.DropIf(thinking.Text.Length > 0, "messages.reasoning_content");
                break;
            case ImagePart image:
                found.DropIf(image.Detail is not (null or "auto"), "messages.image_url.detail");
                Source(request, image.Source, found);
                break;
            case DocumentPart { Source: { } source }:
                Source(request, source, found);
                if (source.MediaType is not (null or "application/pdf") && source.PlainText() is null)
                {
                    found.Refuse("messages", $"This model reads PDF and plain text, not {source.MediaType}.");
                }

                break;
            case ToolResultPart result:
                foreach (var inner in result.Parts)
                {
                    Part(request, inner, found);
                }

                break;
        }
    }

    private static void Source(ChatRequest request, MediaSource source, DroppedFields found)
    {
        if (source.FileId is not null && request.Source != Dialect.AnthropicMessages)
        {
            found.Refuse("messages", "This model's vendor does not hold that file: send its bytes instead of a file id.");
        }
    }
}
