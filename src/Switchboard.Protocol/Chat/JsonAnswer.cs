using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Chat;

/// <summary>
/// An answer in JSON from a model that can be held to it through tools only. The request gets one more tool, whose arguments are the
/// answer, and the model must call it; in the reply that call becomes the text. It is known by its name, so that readers stay stateless.
/// </summary>
internal static class JsonAnswer
{
    public const string Tool = "give_json_answer";

    private const string Purpose = "Gives your final answer. Call it once, with the whole answer and nothing left out.";

    private static readonly RawJson AnyObject = RawJson.Copy("""{"type":"object"}"""u8);

    /// <summary>Refuses a tool of the caller's under this name: its calls would be taken for answers.</summary>
    public static void Reserve(ChatRequest request, DroppedFields found)
    {
        if (request.Tools.Any(tool => tool.Name == Tool))
        {
            found.Refuse("tools", $"The tool name {Tool} is the gateway's own with this model: give the tool another name.");
        }
    }

    /// <summary>The request in other words; the same where no JSON is asked for, or the model can be held to it without a tool.</summary>
    /// <param name="request">The request.</param>
    /// <param name="traits">What the model can do.</param>
    /// <param name="found">Where to say that it can do neither.</param>
    public static ChatRequest Ask(ChatRequest request, JsonAnswerTraits traits, DroppedFields found)
    {
        if (request.ResponseFormat is not { } format || traits.Takes(format))
        {
            return request;
        }

        // One of the caller's tools must be called: there is no answer yet that could have a shape.
        if (request.Tools.Count > 0 && request.ToolChoice is { Forces: true })
        {
            return request with { ResponseFormat = null };
        }

        if (!traits.CanBeForced)
        {
            found.Refuse(
                "response_format",
                traits.TakesSchemas
                    ? "This model answers in JSON by a schema only: ask for json_schema instead of json_object."
                    : "This model cannot be held to JSON: leave out response_format and ask for JSON in words, or choose another model.");
            return request;
        }

        return WithTool(request, format, traits.CanBeForcedToOne);
    }

    /// <summary>Whether the request has no other way than to give its answer through the tool.</summary>
    public static bool IsForced(ChatRequest request) => request.ToolChoice is { Forces: true } && request.Tools.Any(tool => tool.Name == Tool);

    /// <summary>How the field that made a tool strict is called: our own tool is strict where the format was.</summary>
    public static string StrictField(ToolDefinition tool) => tool.Name == Tool ? "response_format.strict" : "tools.strict";

    /// <summary>The reply as it would have been without the tool.</summary>
    public static ChatReply Unwrap(ChatReply reply)
    {
        if (!reply.Parts.Any(part => part is ToolCallPart { Name: Tool }))
        {
            return reply;
        }

        var parts = reply.Parts
            .Select(part => part is ToolCallPart { Name: Tool } call ? new TextPart(Text(call.Arguments)) : part)
            .ToList();
        return reply with { Parts = parts, Finish = Finish(reply.Finish, parts.Any(part => part is ToolCallPart)) };
    }

    public static FinishReason Finish(FinishReason finish, bool calls) =>
        finish == FinishReason.ToolCalls && !calls ? FinishReason.Stop : finish;

    private static ChatRequest WithTool(ChatRequest request, ResponseFormat format, bool byName)
    {
        var mayCall = request.Tools.Count > 0 && request.ToolChoice?.Kind != ToolChoiceKind.None;
        var answer = new ToolDefinition(Tool, format.Schema ?? AnyObject)
        {
            Description = format.Description is { Length: > 0 } what ? $"{Purpose} The answer is: {what}" : Purpose,
            Strict = format.Strict,
        };

        // Where no tool can be named, ours has to be the only one that can be called.
        var others = mayCall || byName ? request.Tools : [];
        return request with
        {
            Tools = [.. others, answer],
            ToolChoice = mayCall || !byName ? new(ToolChoiceKind.Required) : new(ToolChoiceKind.Named, Tool),
            ResponseFormat = null,
        };
    }

    /// <summary>Empty arguments mean an empty object, and empty text is not JSON.</summary>
    private static string Text(string arguments) => arguments.Length == 0 ? "{}" : arguments;
}
