using System.Text.Json;

namespace Switchboard.Providers.Demo;

/// <summary>Reads a chat request as strictly as a vendor would, and says what is wrong with it.</summary>
internal static class DemoRequestReader
{
    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];

    /// <exception cref="DemoRefusedException">The request is malformed.</exception>
    public static DemoRequest Read(JsonElement root, string modelName)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Bad("The body must be a JSON object.", null);
        }
        DemoModel model = DemoModel.Find(modelName) ?? throw new DemoRefusedException(
            404,
            $"The model 'demo/{modelName}' does not exist. There are: {string.Join(", ", DemoModel.All.Select(known => "demo/" + known.Name))}.",
            "model",
            "model_not_found");
        if (Integer(root, "n") is { } n && n != 1)
        {
            throw Bad("The demo models give one choice: n must be 1.", "n");
        }
        IReadOnlyList<DemoMessage> messages = Messages(root);
        IReadOnlyList<DemoTool> tools = DemoToolReader.Tools(root);
        (string choice, string? forced) = DemoToolReader.Choice(root, tools);
        (bool wantsJson, JsonElement schema) = Format(root);
        return new DemoRequest
        {
            Model = model,
            ModelName = "demo/" + model.Name,
            Messages = messages,
            Tools = tools,
            ToolChoice = choice,
            ForcedTool = forced,
            ParallelCalls = Flag(root, "parallel_tool_calls") ?? true,
            MaxTokens = Limit(root, "max_completion_tokens") ?? Limit(root, "max_tokens"),
            Stops = Stops(root),
            Stream = Flag(root, "stream") ?? false,
            IncludeUsage = root.TryGetProperty("stream_options", out JsonElement options)
                && options.ValueKind == JsonValueKind.Object && (Flag(options, "include_usage") ?? false),
            WantsJson = wantsJson,
            Schema = schema,
            PromptTokens = PromptTokens(messages, tools),
        };
    }

    public static DemoRefusedException Bad(string message, string? param) => new(400, message, param, null);

    private static int PromptTokens(IReadOnlyList<DemoMessage> messages, IReadOnlyList<DemoTool> tools)
    {
        int tokens = messages.Sum(message => DemoTokens.Count(message.Text) + message.Calls.Sum(call => DemoTokens.Count(call.Arguments)));
        foreach (DemoTool tool in tools)
        {
            tokens += DemoTokens.Count(tool.Name) + DemoTokens.Count(tool.Description);
            tokens += tool.Parameters.ValueKind == JsonValueKind.Undefined ? 0 : DemoTokens.Count(tool.Parameters.GetRawText());
        }
        return tokens;
    }

    private static List<DemoMessage> Messages(JsonElement root)
    {
        if (!root.TryGetProperty("messages", out JsonElement array) || array.ValueKind != JsonValueKind.Array || array.GetArrayLength() == 0)
        {
            throw Bad("'messages' must be an array with at least one message.", "messages");
        }
        var messages = new List<DemoMessage>(array.GetArrayLength());
        foreach (JsonElement item in array.EnumerateArray())
        {
            messages.Add(Message(item, $"messages.[{messages.Count}]"));
        }
        return messages;
    }

    private static DemoMessage Message(JsonElement item, string path)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw Bad($"'{path}' must be an object.", path);
        }
        string role = Text(item, "role") ?? throw Bad($"'{path}.role' is missing.", path + ".role");
        if (!Roles.Contains(role))
        {
            throw Bad($"'{path}.role' must be one of {string.Join(", ", Roles)}.", path + ".role");
        }
        IReadOnlyList<DemoToolCall> calls = DemoToolReader.Calls(item, path);
        string? text = Content(item, path);
        if (text is null && calls.Count == 0)
        {
            throw Bad($"'{path}.content' must be a text or an array of parts.", path + ".content");
        }
        return new DemoMessage(role, text ?? "") { Calls = calls, ToolCallId = Text(item, "tool_call_id") };
    }

    private static string? Content(JsonElement item, string path)
    {
        if (!item.TryGetProperty("content", out JsonElement content) || content.ValueKind is JsonValueKind.Null)
        {
            return null;
        }
        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString();
        }
        if (content.ValueKind != JsonValueKind.Array)
        {
            throw Bad($"'{path}.content' must be a text or an array of parts.", path + ".content");
        }
        // Pictures and files are beyond a demo; only what is written counts.
        return string.Join('\n', content.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.Object ? Text(part, "text") : null).OfType<string>());
    }

    private static (bool WantsJson, JsonElement Schema) Format(JsonElement root)
    {
        if (!root.TryGetProperty("response_format", out JsonElement format) || format.ValueKind == JsonValueKind.Null)
        {
            return default;
        }
        string? type = format.ValueKind == JsonValueKind.Object ? Text(format, "type") : null;
        switch (type)
        {
            case "text":
                return default;
            case "json_object":
                return (true, default);
            case "json_schema" when format.TryGetProperty("json_schema", out JsonElement named) && named.ValueKind == JsonValueKind.Object
                && named.TryGetProperty("schema", out JsonElement schema) && schema.ValueKind == JsonValueKind.Object:
                return (true, schema);
            case "json_schema":
                throw Bad("'response_format.json_schema.schema' must be an object.", "response_format.json_schema");
            default:
                throw Bad("'response_format.type' must be text, json_object or json_schema.", "response_format.type");
        }
    }

    private static List<string> Stops(JsonElement root)
    {
        if (!root.TryGetProperty("stop", out JsonElement stop) || stop.ValueKind == JsonValueKind.Null)
        {
            return [];
        }
        if (stop.ValueKind == JsonValueKind.String)
        {
            return [stop.GetString()!];
        }
        if (stop.ValueKind != JsonValueKind.Array || stop.GetArrayLength() > 4 || stop.EnumerateArray().Any(one => one.ValueKind != JsonValueKind.String))
        {
            throw Bad("'stop' must be a text or an array of up to four.", "stop");
        }
        return [.. stop.EnumerateArray().Select(one => one.GetString()!)];
    }

    private static int? Limit(JsonElement root, string name) =>
        Integer(root, name) is { } limit ? limit > 0 ? limit : throw Bad($"'{name}' must be at least 1.", name) : null;

    private static int? Integer(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Bad($"'{name}' must be a whole number.", name);
    }

    private static bool? Flag(JsonElement root, string name) =>
        !root.TryGetProperty(name, out JsonElement value) ? null : value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Bad($"'{name}' must be true or false.", name),
        };

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
