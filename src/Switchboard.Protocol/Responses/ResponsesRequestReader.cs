using System.Collections.Frozen;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Responses;

/// <summary>
/// Reads the body of <c>POST /v1/responses</c>. What only OpenAI itself keeps or runs (conversations, templates, background, built-in tools) is
/// refused: the gateway has written out a <c>previous_response_id</c> of its own before.
/// </summary>
internal static class ResponsesRequestReader
{
    private const string Likelihoods = "message.output_text.logprobs";

    /// <summary>Read below, or honoured by the gateway itself (what is kept, what the answer repeats).</summary>
    private static readonly FrozenSet<string> Known = new[]
    {
        "model", "input", "instructions", "tools", "tool_choice", "parallel_tool_calls", "max_output_tokens", "temperature", "top_p", "stream",
        "stream_options", "text", "reasoning", "user", "safety_identifier", "metadata", "store", "include", "top_logprobs", "truncation", "background",
        "conversation", "previous_response_id", "prompt", "cache",
    }.ToFrozenSet();

    public static Outcome<ChatRequest> Read(ReadOnlyMemory<byte> body)
    {
        var faults = new ReadFaults { List = "input" };
        using var document = JsonBody.ParseRequest(body, faults);
        var request = document is null ? null : Request(document.RootElement, faults);
        return request is null || faults.First is not null ? new(faults.First!) : new(request with { Dropped = faults.Dropped });
    }

    private static ChatRequest Request(JsonElement root, ReadFaults faults)
    {
        Kept(root, faults);
        Dropped(root, faults);
        var system = new List<TextPart>();
        if (root.Text("instructions", faults) is { Length: > 0 } instructions)
        {
            system.Add(new(instructions));
        }

        var messages = ResponsesItemReader.Read(root, system, faults);
        return new()
        {
            Source = Dialect.OpenAiResponses,
            Model = root.Needed("model", faults),
            System = system,
            Messages = messages,
            Tools = ResponsesToolReader.Tools(root, faults),
            ToolChoice = ResponsesToolReader.Choice(root, faults),
            ParallelToolCalls = root.Flag("parallel_tool_calls", faults),
            MaxOutputTokens = root.Whole("max_output_tokens", faults),
            Temperature = root.Number("temperature", faults),
            TopP = root.Number("top_p", faults),
            Logprobs = Includes(root, Likelihoods, faults) || root.Whole("top_logprobs", faults) > 0,
            TopLogprobs = root.Whole("top_logprobs", faults),
            Stream = root.Flag("stream", faults) ?? false,
            ResponseFormat = Format(root, faults),
            Reasoning = root.Has("reasoning", out var reasoning) && reasoning.Text("effort", faults) is { } effort ? new() { Effort = effort } : null,
            User = root.Text("safety_identifier", faults) ?? root.Text("user", faults),
            Extras = [.. root.EnumerateObject().Where(IsExtra).Select(static field => new RawField(field.Name, RawJson.Copy(field.Value)))],
        };
    }

    private static bool IsExtra(JsonProperty field) => field.Value.ValueKind != JsonValueKind.Null && !Known.Contains(field.Name);

    private static void Kept(JsonElement root, ReadFaults faults)
    {
        if (root.Has("previous_response_id", out _))
        {
            faults.Add("previous_response_id", "The conversation is not kept here: send all of it in input.");
        }

        if (root.Has("conversation", out _))
        {
            faults.Add("conversation", "Conversations are not kept here: continue with previous_response_id, or send all of it in input.");
        }

        if (root.Has("prompt", out _))
        {
            faults.Add("prompt", "This model's vendor keeps no prompt templates: send the prompt's text in instructions and input.");
        }

        if (root.Flag("background", faults) == true)
        {
            faults.Add("background", "Answers in the background are not served: leave it out, and use stream for long answers.");
        }
    }

    private static void Dropped(JsonElement root, ReadFaults faults)
    {
        if (root.Text("truncation", faults) is { } truncation && truncation != "disabled")
        {
            faults.Drop("truncation");
        }

        if (root.Items("include", faults).Any(static item => item.ValueKind != JsonValueKind.String || JsonText.Read(item) is not ("reasoning.encrypted_content" or Likelihoods)))
        {
            faults.Drop("include");
        }

        if (root.Has("text", out var text) && text.Text("verbosity", faults) is { } verbosity && verbosity != "medium")
        {
            faults.Drop("text.verbosity");
        }
    }

    private static bool Includes(JsonElement root, string what, ReadFaults faults) =>
        root.Items("include", faults).Any(item => item.ValueKind == JsonValueKind.String && JsonText.Read(item) == what);

    private static ResponseFormat? Format(JsonElement root, ReadFaults faults)
    {
        if (!root.Has("text", out var text) || !text.Has("format", out var format))
        {
            return null;
        }

        switch (format.Text("type", faults))
        {
            case "text":
                return null;
            case "json_object":
                return new(Schema: null);
            case "json_schema":
                return new(format.Has("schema", out var schema) ? RawJson.Copy(schema) : null)
                {
                    Name = format.Text("name", faults),
                    Description = format.Text("description", faults),
                    Strict = format.Flag("strict", faults),
                };
            default:
                faults.Add("text.format", "Give a type of text, json_object or json_schema, the last with a schema.");
                return null;
        }
    }
}
