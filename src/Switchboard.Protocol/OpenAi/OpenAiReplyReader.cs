using System.Runtime.InteropServices;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Reads a whole <c>chat.completion</c>: its first choice, since translated requests ask for one.</summary>
internal static class OpenAiReplyReader
{
    public static Outcome<ChatReply> Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null)
        {
            return new(JsonBody.NotAReply("a chat completion"));
        }

        var root = document.RootElement;
        if (root.Has("error", out _))
        {
            return new(ErrorReader.Read(body.Span, status: null));
        }

        if (!root.Has("choices", out var choices) || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() == 0
            || !choices[0].Has("message", out var message))
        {
            return new(JsonBody.NotAReply("a chat completion"));
        }

        return new(Reply(root, choices[0], message));
    }

    private static ChatReply Reply(JsonElement root, JsonElement choice, JsonElement message)
    {
        // A vendor's odd field is left out, not refused: the caller has paid for the rest.
        var odd = new ReadFaults();
        return new()
        {
            Id = root.Text("id", odd) ?? string.Empty,
            Model = root.Text("model", odd) ?? string.Empty,
            Created = root.Whole("created", odd),
            Parts = Parts(message, Logprobs(choice), odd),
            Finish = OpenAiFinish.Read(choice.Text("finish_reason", odd) ?? "stop"),
            Usage = Usage(root),
        };
    }

    private static List<ChatPart> Parts(JsonElement message, List<TokenLogprob>? logprobs, ReadFaults odd)
    {
        var parts = new List<ChatPart>();
        if ((message.Text("reasoning_content", odd) ?? message.Text("reasoning", odd)) is { Length: > 0 } thought)
        {
            parts.Add(new ThinkingPart(thought, Signature: null));
        }

        foreach (var text in OpenAiPartReader.Content(message, odd).OfType<TextPart>())
        {
            parts.Add(text with { Logprobs = logprobs });
            logprobs = null;
        }

        if (message.Text("refusal", odd) is { Length: > 0 } refusal)
        {
            parts.Add(new RefusalPart(refusal));
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

        return parts;
    }

    private static List<TokenLogprob>? Logprobs(JsonElement choice)
    {
        if (!choice.Has("logprobs", out var logprobs))
        {
            return null;
        }

        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(logprobs));
        return OpenAiLogprobs.ReadContent(ref reader);
    }

    private static TokenUsage? Usage(JsonElement root)
    {
        if (!root.Has("usage", out var usage) && !(root.Has("x_groq", out var groq) && groq.Has("usage", out usage)))
        {
            return null;
        }

        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(usage));
        return OpenAiUsage.Read(ref reader);
    }
}
