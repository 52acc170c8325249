using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Responses;

/// <summary>Reads <c>tools</c> and <c>tool_choice</c>: functions, whose fields stand flat in this dialect.</summary>
internal static class ResponsesToolReader
{
    public static List<ToolDefinition> Tools(JsonElement root, ReadFaults faults)
    {
        var tools = new List<ToolDefinition>();
        foreach (var tool in root.Items("tools", faults))
        {
            var type = tool.Text("type", faults);
            if (type != "function")
            {
                faults.Add("tools", $"Tools of type '{type ?? "none"}' are run by OpenAI itself: choose one of its models for them, or offer tools of type function.");
                continue;
            }

            tools.Add(new(tool.Needed("name", faults), tool.Has("parameters", out var schema) ? RawJson.Copy(schema) : null)
            {
                Description = tool.Text("description", faults),
                Strict = tool.Flag("strict", faults),
                CacheControl = CacheMarks.Read(tool, faults),
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

        if (choice.ValueKind == JsonValueKind.Object && choice.Text("type", faults) == "function")
        {
            return new(ToolChoiceKind.Named, choice.Needed("name", faults));
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
