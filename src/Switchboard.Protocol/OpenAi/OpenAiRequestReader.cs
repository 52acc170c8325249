using System.Collections.Frozen;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Reads the body of <c>POST /v1/chat/completions</c>.</summary>
internal static class OpenAiRequestReader
{
    private static readonly FrozenSet<string> Known = new[]
    {
        "model", "messages", "tools", "tool_choice", "parallel_tool_calls", "max_tokens", "max_completion_tokens", "temperature", "top_p",
        "top_k", "frequency_penalty", "presence_penalty", "stop", "n", "seed", "stream", "stream_options", "response_format",
        "reasoning_effort", "logprobs", "top_logprobs", "user", "safety_identifier", "functions", "function_call",
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
        var messages = OpenAiMessageReader.Read(root, system, faults);
        var hasLimit = root.Has("max_completion_tokens", out var limit) || root.Has("max_tokens", out limit);
        return new()
        {
            Source = Dialect.OpenAiChat,
            Model = root.Needed("model", faults),
            System = system,
            Messages = messages,
            Tools = OpenAiToolReader.Tools(root, faults),
            ToolChoice = OpenAiToolReader.Choice(root, faults),
            ParallelToolCalls = root.Flag("parallel_tool_calls", faults),
            MaxOutputTokens = hasLimit ? limit.AsWhole("max_completion_tokens", faults) : null,
            Temperature = root.Number("temperature", faults),
            TopP = root.Number("top_p", faults),
            TopK = root.Whole("top_k", faults),
            FrequencyPenalty = root.Number("frequency_penalty", faults),
            PresencePenalty = root.Number("presence_penalty", faults),
            Stop = Stop(root, faults),
            Choices = root.Whole("n", faults),
            Seed = root.Whole("seed", faults),
            Logprobs = root.Flag("logprobs", faults) ?? false,
            TopLogprobs = root.Whole("top_logprobs", faults),
            Stream = root.Flag("stream", faults) ?? false,
            IncludeUsage = root.Has("stream_options", out var options) && options.Flag("include_usage", faults) == true,
            ResponseFormat = Format(root, faults),
            Reasoning = root.Text("reasoning_effort", faults) is { } effort ? new() { Effort = effort } : null,
            User = root.Text("user", faults) ?? root.Text("safety_identifier", faults),
            Extras = Extras(root, faults),
        };
    }

    private static List<string> Stop(JsonElement root, ReadFaults faults)
    {
        var stops = new List<string>();
        if (root.Has("stop", out var stop))
        {
            if (stop.ValueKind == JsonValueKind.String)
            {
                stops.Add(JsonText.Read(stop));
                return stops;
            }

            foreach (var item in stop.AsItems("stop", faults))
            {
                stops.Add(item.AsText("stop", faults) ?? string.Empty);
            }
        }

        return stops;
    }

    private static ResponseFormat? Format(JsonElement root, ReadFaults faults)
    {
        if (!root.Has("response_format", out var format))
        {
            return null;
        }

        switch (format.Text("type", faults))
        {
            case "text":
                return null;
            case "json_object":
                return new(Schema: null);
            case "json_schema" when format.Has("json_schema", out var named):
                return new(named.Has("schema", out var schema) ? RawJson.Copy(schema) : null)
                {
                    Name = named.Text("name", faults),
                    Description = named.Text("description", faults),
                    Strict = named.Flag("strict", faults),
                };
            default:
                faults.Add("response_format", "Give a type of text, json_object or json_schema, the last with a json_schema object.");
                return null;
        }
    }

    private static List<RawField> Extras(JsonElement root, ReadFaults faults)
    {
        var extras = new List<RawField>();
        foreach (var field in root.EnumerateObject())
        {
            if (field.Value.ValueKind != JsonValueKind.Null && !Known.Contains(field.Name))
            {
                extras.Add(new(field.Name, RawJson.Copy(field.Value)));
            }
        }

        if (root.Has("functions", out _) || root.Has("function_call", out _))
        {
            faults.Add("functions", "Use tools and tool_choice instead of functions and function_call.");
        }

        return extras;
    }
}
