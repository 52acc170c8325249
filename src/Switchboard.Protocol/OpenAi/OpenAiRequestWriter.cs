using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Writes the body of <c>POST /v1/chat/completions</c>.</summary>
internal static class OpenAiRequestWriter
{
    public static Outcome<IReadOnlyList<string>> Write(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output)
    {
        var found = OpenAiRequestCheck.Run(request, options);
        if (found.Refusal is null)
        {
            using var writer = JsonOutput.Over(output);
            writer.WriteStartObject();
            writer.WriteString("model"u8, options.Model ?? request.Model);
            OpenAiMessageWriter.Write(writer, request, options);
            Tools(writer, request, options);
            Sampling(writer, request, options);
            Format(writer, request.ResponseFormat);
            if (OpenAiEffort.For(request, options) is { } effort)
            {
                writer.WriteString("reasoning_effort"u8, effort);
            }

            if (request.User is { } user)
            {
                writer.WriteString("user"u8, OpenAiUser.Fit(user));
            }

            Streaming(writer, request, options);
            foreach (var extra in request.Source == Dialect.OpenAiChat ? request.Extras : [])
            {
                writer.WriteRaw(extra.Name, extra.Value.Utf8);
            }

            writer.WriteEndObject();
        }

        return found.ToOutcome();
    }

    private static void Tools(Utf8JsonWriter writer, ChatRequest request, ChatRequestOptions options)
    {
        if (request.Tools.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("tools"u8);
        foreach (var tool in request.Tools)
        {
            Tool(writer, tool, options);
        }

        writer.WriteEndArray();
        Choice(writer, request.ToolChoice);
        if (request.ParallelToolCalls is { } parallel)
        {
            writer.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    private static void Tool(Utf8JsonWriter writer, ToolDefinition tool, ChatRequestOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, tool.Name);
        if (tool.Description is { } description)
        {
            writer.WriteString("description"u8, description);
        }

        if (tool.Schema is { } schema)
        {
            writer.WriteRaw("parameters", schema.Utf8);
        }

        if (tool.Strict is { } strict)
        {
            writer.WriteBoolean("strict"u8, strict);
        }

        writer.WriteEndObject();
        CacheMarks.Write(writer, options.KeepsCacheControl ? tool.CacheControl : null);
        writer.WriteEndObject();
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
                writer.WriteStartObject("function"u8);
                writer.WriteString("name"u8, choice.Name);
                writer.WriteEndObject();
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

    private static void Sampling(Utf8JsonWriter writer, ChatRequest request, ChatRequestOptions options)
    {
        Whole(writer, options.CompatibleServer ? "max_tokens"u8 : "max_completion_tokens"u8, request.MaxOutputTokens);
        Number(writer, "temperature"u8, request.Temperature);
        Number(writer, "top_p"u8, request.TopP);
        Number(writer, "frequency_penalty"u8, request.FrequencyPenalty);
        Number(writer, "presence_penalty"u8, request.PresencePenalty);
        Whole(writer, "n"u8, request.Choices);
        Whole(writer, "seed"u8, request.Seed);
        if (request.Logprobs)
        {
            writer.WriteBoolean("logprobs"u8, true);
            Whole(writer, "top_logprobs"u8, request.TopLogprobs);
        }

        if (request.Stop.Count > 0)
        {
            writer.WriteStartArray("stop"u8);
            foreach (var stop in request.Stop)
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
        }
    }

    private static void Format(Utf8JsonWriter writer, ResponseFormat? format)
    {
        if (format is null)
        {
            return;
        }

        writer.WriteStartObject("response_format"u8);
        writer.WriteString("type"u8, format.Schema is null ? "json_object"u8 : "json_schema"u8);
        if (format.Schema is { } schema)
        {
            writer.WriteStartObject("json_schema"u8);
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

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Streaming(Utf8JsonWriter writer, ChatRequest request, ChatRequestOptions options)
    {
        if (!request.Stream)
        {
            return;
        }

        writer.WriteBoolean("stream"u8, true);
        if (options.AsksForUsage)
        {
            writer.WriteStartObject("stream_options"u8);
            writer.WriteBoolean("include_usage"u8, true);
            writer.WriteEndObject();
        }
    }

    private static void Whole(Utf8JsonWriter writer, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } whole)
        {
            writer.WriteNumber(name, whole);
        }
    }

    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
