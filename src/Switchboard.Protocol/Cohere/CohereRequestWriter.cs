using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Cohere;

/// <summary>Writes the body of <c>POST /v2/chat</c>.</summary>
internal static class CohereRequestWriter
{
    /// <summary>Cohere's own fields that callers of other dialects may send along.</summary>
    private static readonly FrozenSet<string> Passed = new[] { "documents", "citation_options", "safety_mode", "thinking" }.ToFrozenSet();

    public static Outcome<IReadOnlyList<string>> Write(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output)
    {
        var found = new DroppedFields(request, Dialect.Cohere, Passed);
        CohereRequestCheck.Run(request, found);
        var sampling = CohereSampling.For(request, found);
        var thinking = CohereThinking.For(request, found);
        if (found.Refusal is null)
        {
            // The vendor takes a response format or tools, not both.
            request = request.Tools.Count > 0 ? JsonAnswer.Ask(request, JsonAnswerTraits.ToolOnly, found) : request;
            using var writer = JsonOutput.Over(output);
            writer.WriteStartObject();
            writer.WriteString("model"u8, options.Model ?? request.Model);
            CohereMessageWriter.Write(writer, request);
            CohereToolWriter.Write(writer, request);
            Format(writer, request.ResponseFormat);
            sampling.Write(writer);
            thinking.Write(writer);
            if (request.Logprobs)
            {
                writer.WriteBoolean("logprobs"u8, true);
            }

            if (request.Stream)
            {
                writer.WriteBoolean("stream"u8, true);
            }

            foreach (var extra in request.Extras.Where(extra => Passed.Contains(extra.Name)))
            {
                if (extra.Name != "thinking" || request.Reasoning is null)
                {
                    writer.WriteRaw(extra.Name, extra.Value.Utf8);
                }
            }

            writer.WriteEndObject();
        }

        return found.ToOutcome();
    }

    private static void Format(Utf8JsonWriter writer, ResponseFormat? format)
    {
        if (format is null)
        {
            return;
        }

        writer.WriteStartObject("response_format"u8);
        writer.WriteString("type"u8, "json_object"u8);
        if (format.Schema is { } schema)
        {
            writer.WriteRaw("json_schema", schema.Utf8);
        }

        writer.WriteEndObject();
    }
}
