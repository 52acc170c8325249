using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Gemini;

/// <summary>Finds what a message's part holds that this dialect cannot say.</summary>
internal static class GeminiPartCheck
{
    public static void Run(ChatPart part, bool fromAnthropic, DroppedFields found)
    {
        switch (part)
        {
            case ThinkingPart thinking when ThoughtSeal.ForGemini(thinking.Signature) is null:
                found.Drop(fromAnthropic ? "messages.thinking" : "messages.reasoning_content");
                break;
            case RedactedThinkingPart:
                found.Drop("messages.thinking");
                break;
            case ImagePart image:
                found.DropIf(image.Detail is not (null or "auto"), "messages.image_url.detail");
                Source(image.Source, found);
                break;
            case DocumentPart { Source: { } source }:
                Source(source, found);
                break;
            case ToolResultPart result:
                foreach (var inner in result.Parts)
                {
                    Run(inner, fromAnthropic, found);
                }

                break;
        }
    }

    private static void Source(MediaSource source, DroppedFields found)
    {
        if (source.FileId is { } id && !GeminiMedia.IsFile(id))
        {
            found.Refuse("messages", "This model's vendor does not hold that file: send its bytes instead of a file id.");
        }
        else if (source.Url is { } url && GeminiMedia.TypeOf(url) is null)
        {
            found.Refuse(
                "messages",
                "This model's vendor must be told the media type, and the address does not tell: send the bytes, or an address that ends in .png, .jpg, .webp or .pdf.");
        }
    }
}
