using System.Collections.Frozen;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Reads the body of <c>POST /v1/messages</c>.</summary>
internal static class AnthropicRequestReader
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "model", "max_tokens", "messages", "system", "tools", "tool_choice", "temperature", "top_p", "top_k", "stop_sequences", "stream",
        "thinking", "output_config", "output_format", "metadata",
    }.ToFrozenSet();

    public static Outcome<ChatRequest> Read(ReadOnlyMemory<byte> body)
    {
        var faults = new ReadFaults();
        using var document = JsonBody.ParseRequest(body, faults);
        var request = document is null ? null : Request(document.RootElement, faults);
        return request is null || faults.First is not null ? new(faults.First!) : new(request with { Dropped = faults.Dropped });
    }

    private static ChatRequest Request(JsonElement root, ReadFaults faults)
    {
        var system = new List<TextPart>();
        AnthropicMessageReader.System(root, "system", system, faults);
        var messages = AnthropicMessageReader.Read(root, system, faults);
        var limit = root.Whole("max_tokens", faults);
        if (limit is null)
        {
            faults.Add("max_tokens", "This whole number is required.");
        }

        return new()
        {
            Source = Dialect.AnthropicMessages,
            Model = root.Needed("model", faults),
            System = system,
            Messages = messages,
            Tools = AnthropicToolReader.Tools(root, faults),
            ToolChoice = AnthropicToolReader.Choice(root, faults),
            ParallelToolCalls = root.Has("tool_choice", out var choice) ? !choice.Flag("disable_parallel_tool_use", faults) : null,
            MaxOutputTokens = limit,
            Temperature = root.Number("temperature", faults),
            TopP = root.Number("top_p", faults),
            TopK = root.Whole("top_k", faults),
            Stop = [.. root.Items("stop_sequences", faults).Select(stop => stop.AsText("stop_sequences", faults) ?? string.Empty)],
            Stream = root.Flag("stream", faults) ?? false,
            IncludeUsage = true,
            ResponseFormat = Format(root, faults),
            Reasoning = Reasoning(root, faults),
            User = User(root, faults),
            Extras = Extras(root),
        };
    }

    private static ResponseFormat? Format(JsonElement root, ReadFaults faults)
    {
        if (!(root.Has("output_config", out var config) && config.Has("format", out var format)) && !root.Has("output_format", out format))
        {
            return null;
        }

        if (format.Text("type", faults) == "json_schema" && format.Has("schema", out var schema))
        {
            return new(RawJson.Copy(schema)) { Strict = true };
        }

        faults.Add("output_config.format", "Give a type of json_schema and a schema.");
        return null;
    }

    private static Reasoning? Reasoning(JsonElement root, ReadFaults faults)
    {
        var hasThinking = root.Has("thinking", out var thinking);
        var hasConfig = root.Has("output_config", out var config);
        var effort = hasConfig ? config.Text("effort", faults) : null;
        if (hasConfig && config.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in config.EnumerateObject().Where(field => field.Name is not ("effort" or "format")))
            {
                faults.Drop($"output_config.{field.Name}");
            }
        }

        if (!hasThinking)
        {
            return effort is null ? null : new() { Effort = effort };
        }

        if (thinking.Has("display", out _))
        {
            faults.Drop("thinking.display");
        }

        return new() { Mode = thinking.Needed("type", faults), BudgetTokens = thinking.Whole("budget_tokens", faults), Effort = effort };
    }

    private static string? User(JsonElement root, ReadFaults faults)
    {
        if (!root.Has("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (metadata.EnumerateObject().Any(field => field.Name != "user_id"))
        {
            faults.Drop("metadata");
        }

        return metadata.Text("user_id", faults);
    }

    private static List<RawField> Extras(JsonElement root) =>
        [.. root.EnumerateObject()
            .Where(field => field.Value.ValueKind != JsonValueKind.Null && !Known.Contains(field.Name))
            .Select(field => new RawField(field.Name, RawJson.Copy(field.Value)))];
}
