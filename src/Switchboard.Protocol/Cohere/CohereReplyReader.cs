using System.Runtime.InteropServices;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;
using Switchboard.Protocol.OpenAi;

namespace Switchboard.Protocol.Cohere;

/// <summary>Reads a whole chat response.</summary>
internal static class CohereReplyReader
{
    public static Outcome<ChatReply> Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null)
        {
            return new(JsonBody.NotAReply("a chat response"));
        }

        var root = document.RootElement;
        if (!root.Has("message", out var message))
        {
            return new(JsonBody.NotAReply("a chat response"));
        }

        // An error's body has a sentence in the message's place.
        if (message.ValueKind != JsonValueKind.Object)
        {
            return new(ErrorReader.Read(body.Span, status: null));
        }

        var odd = new ReadFaults();
        var reason = root.Text("finish_reason", odd);
        return CohereFinish.Failure(reason, message: null) is { } failure
            ? new(failure)
            : new(JsonAnswer.Unwrap(Reply(root, message, reason, odd)));
    }

    private static ChatReply Reply(JsonElement root, JsonElement message, string? reason, ReadFaults odd)
    {
        var parts = new List<ChatPart>();
        Content(message, parts, odd);
        Likely(root, parts);
        if (message.Text("tool_plan", odd) is { Length: > 0 } plan)
        {
            parts.Add(new ThinkingPart(plan, Signature: null));
        }

        foreach (var call in message.Items("tool_calls", odd))
        {
            if (call.Has("function", out var function))
            {
                var id = call.Text("id", odd) is { Length: > 0 } given ? given : OpenAiIds.NewCall();
                var name = function.Text("name", odd) ?? string.Empty;
                parts.Add(new ToolCallPart(id, name, function.Text("arguments", odd) ?? string.Empty));
            }
        }

        return new()
        {
            Id = root.Text("id", odd) ?? string.Empty,
            Model = string.Empty,
            Parts = parts,
            Finish = CohereFinish.Read(reason, parts.Any(part => part is ToolCallPart)),
            Usage = Usage(root),
        };
    }

    private static void Content(JsonElement message, List<ChatPart> parts, ReadFaults odd)
    {
        if (message.Has("content", out var text) && text.ValueKind == JsonValueKind.String)
        {
            parts.Add(new TextPart(JsonText.Read(text)));
            return;
        }

        foreach (var item in message.Items("content", odd))
        {
            if (item.Text("thinking", odd) is { Length: > 0 } thought)
            {
                parts.Add(new ThinkingPart(thought, Signature: null));
            }
            else if (item.Text("text", odd) is { Length: > 0 } said)
            {
                parts.Add(new TextPart(said));
            }
        }
    }

    /// <summary>The likelihoods stand beside the message: they are its first text's.</summary>
    private static void Likely(JsonElement root, List<ChatPart> parts)
    {
        var at = parts.FindIndex(part => part is TextPart);
        if (at < 0 || !root.Has("logprobs", out var logprobs))
        {
            return;
        }

        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(logprobs));
        parts[at] = (TextPart)parts[at] with { Logprobs = CohereLogprobs.Read(ref reader) };
    }

    private static TokenUsage? Usage(JsonElement root)
    {
        if (!root.Has("usage", out var usage))
        {
            return null;
        }

        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(usage));
        return CohereUsage.Read(ref reader);
    }
}
