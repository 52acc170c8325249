using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Ollama;

/// <summary>Writes the body of <c>POST /api/chat</c>.</summary>
internal static class OllamaRequestWriter
{
    /// <summary>Ollama's own fields that callers of other dialects may send along.</summary>
    private static readonly FrozenSet<string> Passed =
        new[] { "options", "keep_alive", "think", "format", "truncate", "shift" }.ToFrozenSet();

    public static Outcome<IReadOnlyList<string>> Write(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output)
    {
        var found = new DroppedFields(request, Dialect.Ollama, Passed);
        OllamaRequestCheck.Run(request, found);
        var think = Think(request.Reasoning, found);
        if (found.Refusal is null)
        {
            using var writer = JsonOutput.Over(output);
            writer.WriteStartObject();
            writer.WriteString("model"u8, options.Model ?? request.Model);
            OllamaMessageWriter.Write(writer, request);
            Tools(writer, request);
            Format(writer, request.ResponseFormat);
            think?.Write(writer);
            Logprobs(writer, request);
            OllamaOptions.Write(writer, request);
            foreach (var extra in request.Extras.Where(extra => IsPassed(extra.Name, request)))
            {
                writer.WriteRaw(extra.Name, extra.Value.Utf8);
            }

            // Without a word the server streams.
            writer.WriteBoolean("stream"u8, request.Stream);
            writer.WriteEndObject();
        }

        return found.ToOutcome();
    }

    private static bool IsPassed(string name, ChatRequest request) => name switch
    {
        "options" => false,
        "think" => request.Reasoning is null,
        "format" => request.ResponseFormat is null,
        _ => Passed.Contains(name),
    };

    private static void Tools(Utf8JsonWriter writer, ChatRequest request)
    {
        if (request.Tools.Count == 0 || request.ToolChoice?.Kind == ToolChoiceKind.None)
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "function"u8);
            writer.WriteStartObject("function"u8);
            writer.WriteString("name"u8, tool.Name);
            writer.WriteString("description"u8, tool.Description ?? string.Empty);
            writer.WriteRaw("parameters", tool.Schema is { } schema ? schema.Utf8 : """{"type":"object","properties":{}}"""u8);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Format(Utf8JsonWriter writer, ResponseFormat? format)
    {
        if (format is { Schema: { } schema })
        {
            writer.WriteRaw("format", schema.Utf8);
        }
        else if (format is not null)
        {
            writer.WriteString("format"u8, "json"u8);
        }
    }

    private static void Logprobs(Utf8JsonWriter writer, ChatRequest request)
    {
        if (!request.Logprobs)
        {
            return;
        }

        writer.WriteBoolean("logprobs"u8, true);
        if (request.TopLogprobs is { } top)
        {
            writer.WriteNumber("top_logprobs"u8, top);
        }
    }

    /// <summary>On, off, or one of the three levels, which a model that knows none takes for on.</summary>
    private static OllamaThink? Think(Reasoning? reasoning, DroppedFields found)
    {
        if (reasoning is null)
        {
            return null;
        }

        var word = ReasoningEffort.Word(reasoning);
        if (reasoning.Mode == "disabled" || word == "none")
        {
            return new(Level: null, On: false);
        }

        if (word is not null && ReasoningEffort.Tokens(word) < 0)
        {
            found.Refuse("reasoning_effort", "Give none, minimal, low, medium, high, xhigh or max.");
        }

        return new(word is "minimal" ? "low" : word is "xhigh" or "max" ? "high" : word, On: true);
    }
}
