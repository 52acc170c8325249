using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Finds what a request holds that chat completions cannot say, before a byte is written.</summary>
internal static class OpenAiRequestCheck
{
    /// <summary>OpenAI's limit; other servers have their own.</summary>
    private const int MaxStops = 4;

    public static DroppedFields Run(ChatRequest request, ChatRequestOptions options)
    {
        var found = new DroppedFields(request, Dialect.OpenAiChat);
        found.DropIf(request.TopK is not null, "top_k");
        found.DropIf(request.Tools.Count == 0 && request.ToolChoice is { Forces: true }, "tool_choice");
        if (request.Source == Dialect.AnthropicMessages && request.Extras.Any(extra => extra.Name == "mcp_servers"))
        {
            found.Refuse("mcp_servers", "This model's vendor calls no MCP servers: send their tools in tools, or choose another model.");
        }

        if (request.Stop.Count > MaxStops && !options.CompatibleServer)
        {
            found.Refuse("stop", $"This model takes at most {MaxStops} stop texts: send fewer.");
        }

        found.DropIf(
            request.Reasoning is { } reasoning && OpenAiEffort.For(request, options) is null && reasoning.Mode != "disabled",
            request.Source == Dialect.AnthropicMessages ? "thinking" : "reasoning_effort");
        var marked = request.Tools.Any(tool => tool.CacheControl is not null) || request.System.Any(text => text.CacheControl is not null);
        foreach (var message in request.Messages)
        {
            foreach (var part in message.Parts)
            {
                marked |= part.CacheControl is not null;
                Part(request, part, found);
            }
        }

        found.DropIf(marked && !options.KeepsCacheControl, "cache_control");
        return found;
    }

    private static void Part(ChatRequest request, ChatPart part, DroppedFields found)
    {
        switch (part)
        {
            case ThinkingPart { Text: "", Signature: not null }:
                break;
            case ThinkingPart or RedactedThinkingPart:
                found.Drop("messages.thinking");
                break;
            case ImagePart image:
                Source(request, image.Source, found);
                break;
            case DocumentPart { Source: { } source }:
                Source(request, source, found);
                if (source.Url is not null)
                {
                    found.Refuse("messages", "This model reads no documents by address: send the document's bytes.");
                }

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
        if (source.FileId is not null && request.Source != Dialect.OpenAiChat)
        {
            found.Refuse("messages", "This model's vendor does not hold that file: send its bytes instead of a file id.");
        }
    }
}
