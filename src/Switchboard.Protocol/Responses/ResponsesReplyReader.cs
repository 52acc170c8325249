using System.Runtime.InteropServices;
using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Responses;

/// <summary>Reads a whole <c>response</c>.</summary>
internal static class ResponsesReplyReader
{
    public static Outcome<ChatReply> Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null)
        {
            return new(JsonBody.NotAReply("a response"));
        }

        var root = document.RootElement;
        if (root.Has("error", out _))
        {
            return new(ErrorReader.Read(body.Span, status: null));
        }

        return root.Has("output", out var output) && output.ValueKind == JsonValueKind.Array
            ? new(Reply(root, output))
            : new(JsonBody.NotAReply("a response"));
    }

    private static ChatReply Reply(JsonElement root, JsonElement output)
    {
        // A vendor's odd field, or an item of a kind that nobody asked for, is left out, not refused: the caller has paid for the rest.
        var odd = new ReadFaults();
        var parts = new List<ChatPart>();
        foreach (var item in output.EnumerateArray())
        {
            Item(item, parts, odd);
        }

        var incomplete = root.Has("incomplete_details", out var details) ? details.Text("reason", odd) : null;
        return new()
        {
            Id = root.Text("id", odd) ?? string.Empty,
            Model = root.Text("model", odd) ?? string.Empty,
            Created = root.Number("created_at", odd) is { } created && Math.Abs(created) < 1e15 ? (long)created : null,
            Parts = parts,
            Finish = ResponsesEnd.Finish(incomplete, parts.Exists(static part => part is ToolCallPart)),
            Usage = Usage(root),
        };
    }

    private static void Item(JsonElement item, List<ChatPart> parts, ReadFaults odd)
    {
        switch (item.Text("type", odd))
        {
            case "message":
                parts.AddRange(ResponsesPartReader.Parts(item, "content", odd).Where(static part => part is TextPart or RefusalPart));
                break;
            case "function_call":
                var id = item.Text("call_id", odd) is { Length: > 0 } given ? given : OpenAi.OpenAiIds.NewCall();
                parts.Add(new ToolCallPart(id, item.Text("name", odd) ?? string.Empty, item.Text("arguments", odd) ?? string.Empty));
                break;
            case "reasoning":
                var summary = Texts(item, "summary", odd);
                var thought = ThoughtSeal.FromEncrypted(summary.Length > 0 ? summary : Texts(item, "content", odd), item.Text("encrypted_content", odd));
                if (thought is not ThinkingPart { Text.Length: 0, Signature: null })
                {
                    parts.Add(thought);
                }

                break;
        }
    }

    /// <summary>A thought's words; its parts become paragraphs.</summary>
    internal static string Texts(JsonElement item, string name, ReadFaults odd) =>
        string.Join("\n\n", item.Items(name, odd).Select(part => part.Text("text", odd)).OfType<string>());

    private static TokenUsage? Usage(JsonElement root)
    {
        if (!root.Has("usage", out var usage))
        {
            return null;
        }

        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(usage));
        return ResponsesUsage.Read(ref reader);
    }
}
