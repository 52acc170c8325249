using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.OpenAi;

namespace Switchboard.Protocol.Responses;

/// <summary>
/// Writes the body of <c>POST /v1/responses</c>. The vendor is asked to keep nothing (<c>store</c> is true by its default), and to seal its
/// reasoning so that the caller can carry it.
/// </summary>
internal static class ResponsesRequestWriter
{
    public static Outcome<IReadOnlyList<string>> Write(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output)
    {
        var found = ResponsesRequestCheck.Run(request, options);
        if (found.Refusal is null)
        {
            using var writer = JsonOutput.Over(output);
            writer.WriteStartObject();
            writer.WriteString("model"u8, options.Model ?? request.Model);
            if (request.System.Count > 0)
            {
                writer.WriteString("instructions"u8, string.Join('\n', request.System.Select(static text => text.Text)));
            }

            ResponsesItemWriter.Write(writer, request);
            Tools(writer, request);
            Sampling(writer, request);
            Format(writer, request.ResponseFormat);
            var effort = OpenAiEffort.For(request, options);
            Reasoning(writer, effort);
            Include(writer, request, seals: effort is not null);
            if (request.User is { } user)
            {
                writer.WriteString("safety_identifier"u8, OpenAiUser.Fit(user));
            }

            writer.WriteBoolean("store"u8, false);
            if (request.Stream)
            {
                writer.WriteBoolean("stream"u8, true);
            }

            foreach (var extra in request.Source == Dialect.OpenAiResponses ? request.Extras : [])
            {
                writer.WriteRaw(extra.Name, extra.Value.Utf8);
            }

            writer.WriteEndObject();
        }

        return found.ToOutcome();
    }

    private static void Tools(Utf8JsonWriter writer, ChatRequest request)
    {
        if (request.Tools.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "function"u8);
            writer.WriteString("name"u8, tool.Name);
            if (tool.Description is { } description)
            {
                writer.WriteString("description"u8, description);
            }

            writer.WriteRaw("parameters", tool.Schema is { } schema ? schema.Utf8 : "null"u8);

            // Here strict is the default; in the other dialects it is not.
            writer.WriteBoolean("strict"u8, tool.Strict ?? false);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Choice(writer, request.ToolChoice);
        if (request.ParallelToolCalls is { } parallel)
        {
            writer.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    private static void Choice(Utf8JsonWriter writer, ToolChoice? choice)
    {
        switch (choice)
        {
            case null:
                break;
            case { Kind: ToolChoiceKind.Named }:
                writer.WriteStartObject("tool_choice"u8);
                writer.WriteString("type"u8, "function"u8);
                writer.WriteString("name"u8, choice.Name);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteString("tool_choice"u8, choice.Kind switch
                {
                    ToolChoiceKind.None => "none"u8,
                    ToolChoiceKind.Required => "required"u8,
                    _ => "auto"u8,
                });
                break;
        }
    }

    private static void Sampling(Utf8JsonWriter writer, ChatRequest request)
    {
        if (request.MaxOutputTokens is { } limit)
        {
            writer.WriteNumber("max_output_tokens"u8, limit);
        }

        if (request.Temperature is { } temperature)
        {
            writer.WriteNumber("temperature"u8, temperature);
        }

        if (request.TopP is { } top)
        {
            writer.WriteNumber("top_p"u8, top);
        }
    }

    private static void Format(Utf8JsonWriter writer, ResponseFormat? format)
    {
        if (format is null)
        {
            return;
        }

        writer.WriteStartObject("text"u8);
        writer.WriteStartObject("format"u8);
        writer.WriteString("type"u8, format.Schema is null ? "json_object"u8 : "json_schema"u8);
        if (format.Schema is { } schema)
        {
            writer.WriteString("name"u8, format.Name ?? "answer");
            if (format.Description is { } description)
            {
                writer.WriteString("description"u8, description);
            }

            writer.WriteRaw("schema", schema.Utf8);
            if (format.Strict is { } strict)
            {
                writer.WriteBoolean("strict"u8, strict);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Reasoning(Utf8JsonWriter writer, string? effort)
    {
        if (effort is null)
        {
            return;
        }

        writer.WriteStartObject("reasoning"u8);
        writer.WriteString("effort"u8, effort);
        writer.WriteString("summary"u8, "auto"u8);
        writer.WriteEndObject();
    }

    private static void Include(Utf8JsonWriter writer, ChatRequest request, bool seals)
    {
        if (request.Logprobs && request.TopLogprobs is { } top)
        {
            writer.WriteNumber("top_logprobs"u8, top);
        }

        if (!seals && !request.Logprobs)
        {
            return;
        }

        writer.WriteStartArray("include"u8);
        if (seals)
        {
            writer.WriteStringValue("reasoning.encrypted_content"u8);
        }

        if (request.Logprobs)
        {
            writer.WriteStringValue("message.output_text.logprobs"u8);
        }

        writer.WriteEndArray();
    }
}
