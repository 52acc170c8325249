using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Reads <c>system</c> and <c>messages</c>.</summary>
internal static class AnthropicMessageReader
{
    public static List<ChatMessage> Read(JsonElement root, List<TextPart> system, ReadFaults faults)
    {
        var messages = new List<ChatMessage>();
        foreach (var item in root.Items("messages", faults))
        {
            faults.Message++;
            switch (item.Text("role", faults))
            {
                case "user":
                    messages.Add(new(ChatRole.User, Content(item, AnthropicPartReader.User, faults)));
                    break;
                case "assistant":
                    messages.Add(new(ChatRole.Assistant, Content(item, AnthropicPartReader.Assistant, faults)));
                    break;
                case "system":
                    System(item, "content", system, faults);
                    break;
                default:
                    faults.Add("role", "Give user or assistant.");
                    break;
            }
        }

        faults.Message = -1;
        if (messages.Count == 0)
        {
            faults.Add("messages", "Give at least one message.");
        }

        return messages;
    }

    public static void System(JsonElement parent, string field, List<TextPart> system, ReadFaults faults)
    {
        if (!parent.Has(field, out var value))
        {
            return;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            system.Add(new(JsonText.Read(value)));
            return;
        }

        foreach (var block in value.AsItems(field, faults))
        {
            if (block.Text("type", faults) == "text")
            {
                system.Add(new(block.Needed("text", faults)) { CacheControl = CacheMarks.Read(block, faults) });
            }
            else
            {
                faults.Add(field, "System blocks are of type text.");
            }
        }
    }

    private static List<ChatPart> Content(JsonElement item, Func<JsonElement, ReadFaults, ChatPart?> read, ReadFaults faults)
    {
        if (!item.Has("content", out var content))
        {
            faults.Add("content", "Give a string or an array of blocks.");
            return [];
        }

        return AnthropicPartReader.Blocks(content, read, faults);
    }
}
