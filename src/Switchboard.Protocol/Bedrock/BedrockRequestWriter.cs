using System.Buffers;
using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Anthropic;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Writes the body of <c>POST /model/{id}/converse</c> and <c>/converse-stream</c>; model and stream stand in the address.</summary>
internal static class BedrockRequestWriter
{
    public static Outcome<IReadOnlyList<string>> Write(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output)
    {
        var model = BedrockModel.Of(options.Model ?? request.Model);
        var found = new DroppedFields(request, Dialect.BedrockConverse);
        JsonAnswer.Reserve(request, found);
        request = JsonAnswer.Ask(request, model.JsonAnswers, found);
        BedrockRequestCheck.Run(request, model, found);
        var reasoning = BedrockReasoning.For(request, options, model, found);
        var sampling = Sampling(request, model, reasoning.Plan, found);
        var turns = AnthropicTurn.Group(request.Messages);
        NoteToolChoice(request, turns, found);
        if (turns.Count == 0)
        {
            found.Refuse("messages", "Give at least one user or assistant message with content.");
        }

        if (found.Refusal is null)
        {
            using var writer = JsonOutput.Over(output);
            var parts = new BedrockPartWriter(writer, model);
            writer.WriteStartObject();
            System(writer, parts, request.System);
            Messages(writer, parts, turns);
            Inference(writer, request, reasoning.Plan, sampling);
            BedrockToolWriter.Write(writer, request, turns, model);
            ModelFields(writer, request, model, reasoning, sampling.TopK);
            Format(writer, request.ResponseFormat);
            writer.WriteEndObject();
        }

        return found.ToOutcome();
    }

    private static AnthropicSampling Sampling(ChatRequest request, BedrockModel model, in ThinkingPlan plan, DroppedFields found)
    {
        var sampling = AnthropicSampling.For(request, model.Claude, plan, found);
        var readsTopK = model.Family is BedrockFamily.Claude or BedrockFamily.Nova or BedrockFamily.Nova2;
        found.DropIf(sampling.TopK is not null && !readsTopK, "top_k");
        return readsTopK ? sampling : sampling with { TopK = null };
    }

    /// <summary>Where the conversation holds calls, tools have to be shown, and "none" cannot be said.</summary>
    private static void NoteToolChoice(ChatRequest request, List<AnthropicTurn> turns, DroppedFields found) => found.DropIf(
        request.ToolChoice is { Kind: ToolChoiceKind.None } && turns.Exists(static turn => turn.Parts.Exists(static part => part is ToolCallPart)),
        "tool_choice");

    private static void System(Utf8JsonWriter writer, BedrockPartWriter parts, IReadOnlyList<TextPart> system)
    {
        if (system.All(static text => text.Text.Length == 0))
        {
            return;
        }

        writer.WriteStartArray("system"u8);
        foreach (var text in system.Where(static text => text.Text.Length > 0))
        {
            parts.Write(text);
        }

        writer.WriteEndArray();
    }

    private static void Messages(Utf8JsonWriter writer, BedrockPartWriter parts, List<AnthropicTurn> turns)
    {
        writer.WriteStartArray("messages"u8);
        foreach (var turn in turns)
        {
            writer.WriteStartObject();
            writer.WriteString("role"u8, turn.Role == ChatRole.User ? "user"u8 : "assistant"u8);
            writer.WriteStartArray("content"u8);
            foreach (var part in turn.Parts)
            {
                parts.Write(part);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Without a limit of the caller's, the model's own holds; thinking by budget needs one above the budget.</summary>
    private static void Inference(Utf8JsonWriter writer, ChatRequest request, in ThinkingPlan plan, in AnthropicSampling sampling)
    {
        var isLimited = request.MaxOutputTokens is not null || plan.Budget is not null;
        if (!isLimited && sampling is { Temperature: null, TopP: null } && !Stops(request).Any())
        {
            return;
        }

        writer.WriteStartObject("inferenceConfig"u8);
        if (isLimited)
        {
            writer.WriteNumber("maxTokens"u8, plan.MaxTokens);
        }

        if (sampling.Temperature is { } temperature)
        {
            writer.WriteNumber("temperature"u8, temperature);
        }

        if (sampling.TopP is { } topP)
        {
            writer.WriteNumber("topP"u8, topP);
        }

        if (Stops(request).Any())
        {
            writer.WriteStartArray("stopSequences"u8);
            foreach (var stop in Stops(request))
            {
                writer.WriteStringValue(stop);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static IEnumerable<string> Stops(ChatRequest request) => request.Stop.Where(static stop => !string.IsNullOrWhiteSpace(stop));

    /// <summary>What Converse has no field for goes in the model's own words, such as Claude's <c>top_k</c>.</summary>
    private static void ModelFields(Utf8JsonWriter writer, ChatRequest request, BedrockModel model, in BedrockReasoning reasoning, long? topK)
    {
        if (topK is not null || !reasoning.IsEmpty)
        {
            writer.WriteStartObject("additionalModelRequestFields"u8);
            if (topK is { } k && model.IsClaude)
            {
                writer.WriteNumber("top_k"u8, k);
            }
            else if (topK is { } most)
            {
                writer.WriteStartObject("inferenceConfig"u8);
                writer.WriteNumber("topK"u8, most);
                writer.WriteEndObject();
            }

            reasoning.Write(writer, model.Family);
            writer.WriteEndObject();
        }

        // Converse itself does not tell which of the stop texts it was.
        if (model.IsClaude && Stops(request).Any())
        {
            writer.WriteStartArray("additionalModelResponseFieldPaths"u8);
            writer.WriteStringValue("/stop_sequence"u8);
            writer.WriteEndArray();
        }
    }

    /// <summary>The schema travels as text (API reference, JsonSchemaDefinition).</summary>
    private static void Format(Utf8JsonWriter writer, ResponseFormat? format)
    {
        if (format?.Schema is not { } schema)
        {
            return;
        }

        writer.WriteStartObject("outputConfig"u8);
        writer.WriteStartObject("textFormat"u8);
        writer.WriteString("type"u8, "json_schema"u8);
        writer.WriteStartObject("structure"u8);
        writer.WriteStartObject("jsonSchema"u8);
        writer.WriteString("schema"u8, Encoding.UTF8.GetString(schema.Utf8));
        if (format.Name is { Length: > 0 } name)
        {
            writer.WriteString("name"u8, name);
        }

        if (format.Description is { Length: > 0 } description)
        {
            writer.WriteString("description"u8, description);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
