using System.Buffers;
using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.Operations;

namespace Switchboard.Protocol.Replicate;

/// <summary>Writes a conversation as the input of a prediction, under the names that Replicate's own language models share.</summary>
internal static class ReplicateRequestWriter
{
    /// <summary>Inputs of some models that callers may give as further fields.</summary>
    private static readonly string[] Passed = ["prompt_template", "min_tokens", "max_new_tokens", "repetition_penalty", "length_penalty", "min_p", "go_fast"];

    public static Outcome<IReadOnlyList<string>> Write(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output)
    {
        var dropped = new DroppedFields(request with { Extras = [.. request.Extras.Where(static e => !Passed.Contains(e.Name))] }, Dialect.Replicate);
        if (request.Tools.Count > 0)
        {
            dropped.Refuse("tools", "Replicate's models take no tools here. Leave them out, or choose another model.");
        }

        var prompt = Prompt(request, dropped);
        dropped.DropIf(request.ResponseFormat is not null, "response_format");
        dropped.DropIf(request.Reasoning is not null, "reasoning_effort");
        dropped.DropIf(request.Choices > 1, "n");
        dropped.DropIf(request.User is not null, "user");
        dropped.DropLogprobs(request);
        if (dropped.Refusal is null)
        {
            using var writer = JsonOutput.Over(output);
            WriteBody(writer, request, options.Model ?? request.Model, prompt);
        }

        return dropped.ToOutcome();
    }

    private static void WriteBody(Utf8JsonWriter writer, ChatRequest request, string model, string prompt)
    {
        writer.WriteStartObject();
        ReplicateModel.WriteVersion(writer, model);
        writer.WriteStartObject("input"u8);
        writer.WriteString("prompt"u8, prompt);
        if (request.System.Count > 0)
        {
            writer.WriteString("system_prompt"u8, string.Join("\n\n", request.System.Select(static s => s.Text)));
        }

        Number(writer, "max_tokens", request.MaxOutputTokens);
        Number(writer, "temperature", request.Temperature);
        Number(writer, "top_p", request.TopP);
        Number(writer, "top_k", request.TopK);
        Number(writer, "presence_penalty", request.PresencePenalty);
        Number(writer, "frequency_penalty", request.FrequencyPenalty);
        Number(writer, "seed", request.Seed);
        if (request.Stop.Count > 0)
        {
            writer.WriteString("stop_sequences"u8, string.Join(',', request.Stop));
        }

        foreach (var extra in request.Source == Dialect.OpenAiChat ? request.Extras.Where(static e => Passed.Contains(e.Name)) : [])
        {
            writer.WriteRaw(extra.Name, extra.Value.Utf8);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>One question is the prompt itself; a longer conversation is written down as one.</summary>
    private static string Prompt(ChatRequest request, DroppedFields dropped)
    {
        if (request.Messages is [{ Role: ChatRole.User } only])
        {
            return Text(only, dropped);
        }

        var text = new StringBuilder();
        foreach (var message in request.Messages)
        {
            text.Append(message.Role == ChatRole.User ? "User: " : "Assistant: ").Append(Text(message, dropped)).Append("\n\n");
        }

        return text.Append("Assistant:").ToString();
    }

    private static string Text(ChatMessage message, DroppedFields dropped)
    {
        foreach (var part in message.Parts.Where(static p => p is not (TextPart or ThinkingPart or RedactedThinkingPart)))
        {
            dropped.Refuse("messages", $"Replicate's models take text alone here, and a message holds a {part.GetType().Name[..^4].ToLowerInvariant()}. Leave it out, or choose another model.");
        }

        return string.Join("\n\n", message.Parts.OfType<TextPart>().Select(static p => p.Text));
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
