using System.Text.Json;

namespace Switchboard.Providers.Demo;

/// <summary>Reads what a request says about tools.</summary>
internal static class DemoToolReader
{
    public static IReadOnlyList<DemoTool> Tools(JsonElement root)
    {
        if (!root.TryGetProperty("tools", out JsonElement array) || array.ValueKind == JsonValueKind.Null)
        {
            return [];
        }
        if (array.ValueKind != JsonValueKind.Array)
        {
            throw DemoRequestReader.Bad("'tools' must be an array.", "tools");
        }
        var tools = new List<DemoTool>();
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("function", out JsonElement function)
                || function.ValueKind != JsonValueKind.Object || Text(function, "name") is not { Length: > 0 } name)
            {
                throw DemoRequestReader.Bad($"'tools[{tools.Count}].function.name' is missing.", $"tools[{tools.Count}].function.name");
            }
            function.TryGetProperty("parameters", out JsonElement parameters);
            tools.Add(new DemoTool(name, Text(function, "description") ?? "", parameters.ValueKind == JsonValueKind.Object ? parameters : default));
        }
        return tools;
    }

    public static (string Choice, string? Forced) Choice(JsonElement root, IReadOnlyList<DemoTool> tools)
    {
        if (!root.TryGetProperty("tool_choice", out JsonElement choice) || choice.ValueKind == JsonValueKind.Null)
        {
            return ("auto", null);
        }
        if (tools.Count == 0)
        {
            throw DemoRequestReader.Bad("'tool_choice' is only allowed when 'tools' are given.", "tool_choice");
        }
        if (choice.ValueKind == JsonValueKind.String && choice.GetString() is "auto" or "none" or "required")
        {
            return (choice.GetString()!, null);
        }
        if (choice.ValueKind == JsonValueKind.Object && choice.TryGetProperty("function", out JsonElement function)
            && function.ValueKind == JsonValueKind.Object && Text(function, "name") is { } name)
        {
            return tools.Any(tool => tool.Name == name)
                ? ("auto", name)
                : throw DemoRequestReader.Bad($"'tool_choice' names '{name}', which is not among the tools.", "tool_choice");
        }
        throw DemoRequestReader.Bad("'tool_choice' must be auto, none, required or name a function.", "tool_choice");
    }

    public static IReadOnlyList<DemoToolCall> Calls(JsonElement message, string path)
    {
        if (!message.TryGetProperty("tool_calls", out JsonElement array) || array.ValueKind != JsonValueKind.Array)
        {
            return [];
        }
        var calls = new List<DemoToolCall>();
        foreach (JsonElement item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || Text(item, "id") is not { } id || !item.TryGetProperty("function", out JsonElement function)
                || function.ValueKind != JsonValueKind.Object || Text(function, "name") is not { } name)
            {
                throw DemoRequestReader.Bad($"'{path}.tool_calls[{calls.Count}]' needs an id and a function's name.", $"{path}.tool_calls[{calls.Count}]");
            }
            calls.Add(new DemoToolCall(id, name, Text(function, "arguments") ?? "{}"));
        }
        return calls;
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
