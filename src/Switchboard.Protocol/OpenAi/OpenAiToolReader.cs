using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>.</summary>
internal static class OpenAiToolReader
{
    public static List<ToolDefinition> Tools(JsonElement root, ReadFaults faults)
    {
        var tools = new List<ToolDefinition>();
        foreach (var tool in root.Items("tools", faults))
        {
            if (tool.Text("type", faults) != "function" || !tool.Has("function", out var function))
            {
                faults.Add("tools", "Only tools of type function, with a function object, can be sent to this model.");
                continue;
            }

            tools.Add(new(function.Needed("name", faults), function.Has("parameters", out var schema) ? RawJson.Copy(schema) : null)
            {
                Description = function.Text("description", faults),
                Strict = function.Flag("strict", faults),
                CacheControl = CacheMarks.Read(tool, faults) ?? CacheMarks.Read(function, faults),
            });
        }

        return tools;
    }

    public static ToolChoice? Choice(JsonElement root, ReadFaults faults)
    {
        if (!root.Has("tool_choice", out var choice))
        {
            return null;
        }

        if (choice.Has("function", out var function) && choice.Text("type", faults) == "function")
        {
            return new(ToolChoiceKind.Named, function.Needed("name", faults));
        }

        switch (choice.ValueKind == JsonValueKind.String ? JsonText.Read(choice) : null)
        {
            case "auto":
                return new(ToolChoiceKind.Auto);
            case "none":
                return new(ToolChoiceKind.None);
            case "required":
                return new(ToolChoiceKind.Required);
            default:
                faults.Add("tool_choice", "Give auto, none, required, or one function: other choices cannot be sent to this model.");
                return null;
        }
    }
}
