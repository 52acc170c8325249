using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Writes the body of <c>POST /v1/messages</c>.</summary>
internal static class AnthropicRequestWriter
{
    public static Outcome<IReadOnlyList<string>> Write(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output)
    {
        var model = options.Model ?? request.Model;
        var traits = ClaudeTraits.Of(model);
        var found = new DroppedFields(request, Dialect.AnthropicMessages);
        JsonAnswer.Reserve(request, found);
        request = JsonAnswer.Ask(request, new(traits.EnforcesSchemas, TakesObjects: false), found);
        AnthropicRequestCheck.Run(request, traits, found);
        var plan = ThinkingPlan.For(request, options, traits, found);
        var sampling = AnthropicSampling.For(request, traits, plan, found);
        if (found.Refusal is null)
        {
            using var writer = JsonOutput.Over(output);
            writer.WriteStartObject();
            writer.WriteString("model"u8, model);
            writer.WriteNumber("max_tokens"u8, plan.MaxTokens);
            System(writer, request.System);
            AnthropicMessageWriter.Write(writer, request.Messages);
            AnthropicToolWriter.Write(writer, request, traits);
            sampling.Write(writer);
            Stops(writer, request.Stop);
            Thinking(writer, plan);
            OutputConfig(writer, plan.Effort, request.ResponseFormat?.Schema);
            User(writer, request.User);
            if (request.Stream)
            {
                writer.WriteBoolean("stream"u8, true);
            }

            foreach (var extra in request.Source == Dialect.AnthropicMessages ? request.Extras : [])
            {
                writer.WriteRaw(extra.Name, extra.Value.Utf8);
            }

            writer.WriteEndObject();
        }

        return found.ToOutcome();
    }

    private static void System(Utf8JsonWriter writer, IReadOnlyList<TextPart> system)
    {
        var open = false;
        foreach (var text in system.Where(text => text.Text.Length > 0))
        {
            if (!open)
            {
                writer.WriteStartArray("system"u8);
                open = true;
            }

            AnthropicMessageWriter.Block(writer, text);
        }

        if (open)
        {
            writer.WriteEndArray();
        }
    }

    private static void Stops(Utf8JsonWriter writer, IReadOnlyList<string> stops)
    {
        if (stops.All(string.IsNullOrWhiteSpace))
        {
            return;
        }

        writer.WriteStartArray("stop_sequences"u8);
        foreach (var stop in stops.Where(stop => !string.IsNullOrWhiteSpace(stop)))
        {
            writer.WriteStringValue(stop);
        }

        writer.WriteEndArray();
    }

    private static void Thinking(Utf8JsonWriter writer, in ThinkingPlan plan)
    {
        if (plan.Mode is null)
        {
            return;
        }

        writer.WriteStartObject("thinking"u8);
        writer.WriteString("type"u8, plan.Mode);
        if (plan.Budget is { } budget)
        {
            writer.WriteNumber("budget_tokens"u8, budget);
        }

        writer.WriteEndObject();
    }

    private static void OutputConfig(Utf8JsonWriter writer, string? effort, RawJson? schema)
    {
        if (effort is null && schema is null)
        {
            return;
        }

        writer.WriteStartObject("output_config"u8);
        if (effort is not null)
        {
            writer.WriteString("effort"u8, effort);
        }

        if (schema is { } json)
        {
            writer.WriteStartObject("format"u8);
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WriteRaw("schema", json.Utf8);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void User(Utf8JsonWriter writer, string? user)
    {
        if (user is not null)
        {
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("user_id"u8, user);
            writer.WriteEndObject();
        }
    }
}
