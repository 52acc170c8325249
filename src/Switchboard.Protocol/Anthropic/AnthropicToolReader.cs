using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class AnthropicToolReader
{
    public static List<ToolDefinition> Tools(JsonElement root, ReadFaults faults)
    {
        var tools = new List<ToolDefinition>();
        foreach (var tool in root.Items("tools", faults))
        {
            if (tool.Text("type", faults) is not (null or "custom") || !tool.Has("input_schema", out var schema))
            {
                faults.Add("tools", "This model calls tools with an input_schema only: server tools run at Anthropic alone.");
                continue;
            }

            tools.Add(new(tool.Needed("name", faults), RawJson.Copy(schema))
            {
                Description = tool.Text("description", faults),
                Strict = tool.Flag("strict", faults),
                CacheControl = CacheMarks.Read(tool, faults),
            });
            foreach (var field in tool.EnumerateObject())
            {
                if (field.Name is not ("type" or "name" or "description" or "input_schema" or "strict" or "cache_control"))
                {
                    faults.Drop($"tools.{field.Name}");
                }
            }
        }

        return tools;
    }

    public static ToolChoice? Choice(JsonElement root, ReadFaults faults)
    {
        if (!root.Has("tool_choice", out var choice))
        {
            return null;
        }

        switch (choice.Text("type", faults))
        {
            case "auto":
                return new(ToolChoiceKind.Auto);
            case "none":
                return new(ToolChoiceKind.None);
            case "any":
                return new(ToolChoiceKind.Required);
            case "tool":
                return new(ToolChoiceKind.Named, choice.Needed("name", faults));
            default:
                faults.Add("tool_choice.type", "Give auto, any, tool or none.");
                return null;
        }
    }
}
