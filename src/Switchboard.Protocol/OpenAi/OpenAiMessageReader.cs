using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>
/// Reads <c>messages</c>: system and developer messages go to the system text, tool messages become the user's tool results.
/// </summary>
internal static class OpenAiMessageReader
{
    public static List<ChatMessage> Read(JsonElement root, List<TextPart> system, ReadFaults faults)
    {
        var messages = new List<ChatMessage>();
        if (!root.Has("messages", out var items))
        {
            faults.Add("messages", "Give at least one message.");
        }
        else
        {
            foreach (var item in items.AsItems("messages", faults))
            {
                faults.Message++;
                Message(item, system, messages, faults);
            }

            if (faults.Message < 0)
            {
                faults.Add("messages", "Give at least one message.");
            }

            faults.Message = -1;
        }

        return messages;
    }

    private static void Message(JsonElement item, List<TextPart> system, List<ChatMessage> messages, ReadFaults faults)
    {
        var name = item.Text("name", faults);
        switch (item.Text("role", faults))
        {
            case "system" or "developer":
                foreach (var part in OpenAiPartReader.Content(item, faults))
                {
                    AddSystem(part, system, faults);
                }

                break;
            case "user":
                messages.Add(new(ChatRole.User, Needed(OpenAiPartReader.Content(item, faults), faults)) { Name = name });
                break;
            case "assistant":
                messages.Add(new(ChatRole.Assistant, Assistant(item, faults)) { Name = name });
                break;
            case "tool":
                var result = new ToolResultPart(item.Needed("tool_call_id", faults), OpenAiPartReader.Content(item, faults));
                messages.Add(new(ChatRole.User, [result with { CacheControl = CacheMarks.Read(item, faults) }]));
                break;
            default:
                faults.Add("role", "Give system, developer, user, assistant or tool.");
                break;
        }
    }

    private static List<ChatPart> Needed(List<ChatPart> parts, ReadFaults faults)
    {
        if (parts.Count == 0 || parts.Any(part => part is RefusalPart))
        {
            faults.Add("content", "A user message needs content of type text, image_url, file or input_audio.");
        }

        return parts;
    }

    private static void AddSystem(ChatPart part, List<TextPart> system, ReadFaults faults)
    {
        if (part is TextPart text)
        {
            system.Add(text);
        }
        else
        {
            faults.Add("content", "A system message holds text only.");
        }
    }

    private static List<ChatPart> Assistant(JsonElement item, ReadFaults faults)
    {
        if (item.Has("function_call", out _) || item.Has("audio", out _))
        {
            faults.Add("function_call", "An assistant message holds content, refusal and tool_calls, not function_call or audio.");
        }

        var parts = new List<ChatPart>();
        if ((item.Text("reasoning_content", faults) ?? item.Text("reasoning", faults)) is { Length: > 0 } thought)
        {
            parts.Add(new ThinkingPart(thought, Signature: null));
        }

        parts.AddRange(OpenAiPartReader.Content(item, faults));
        if (parts.Any(part => part is not (TextPart or RefusalPart or ThinkingPart)))
        {
            faults.Add("content", "An assistant message holds parts of type text and refusal only.");
        }

        if (item.Text("refusal", faults) is { Length: > 0 } refusal)
        {
            parts.Add(new RefusalPart(refusal));
        }

        foreach (var call in item.Items("tool_calls", faults))
        {
            if (!call.Has("function", out var function))
            {
                faults.Add("tool_calls", "Only calls of type function can be sent to this model.");
                continue;
            }

            if (OpenAiSeal.Read(call, faults) is { } seal)
            {
                parts.Add(seal);
            }

            parts.Add(new ToolCallPart(
                call.Needed("id", faults), function.Needed("name", faults), function.Text("arguments", faults) ?? string.Empty));
        }

        return parts;
    }
}
