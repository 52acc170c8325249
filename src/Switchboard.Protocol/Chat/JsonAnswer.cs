namespace Switchboard.Protocol.Chat;

/// <summary>
/// An answer by a schema from a model that can be held to one through tools only. The request gets one more tool, whose arguments are the
/// answer, and the model must call it; in the reply that call becomes the text. It is known by its name, so that readers stay stateless.
/// </summary>
internal static class JsonAnswer
{
    public const string Tool = "give_json_answer";

    /// <summary>Refuses a tool of the caller's under this name: its calls would be taken for answers.</summary>
    public static void Reserve(ChatRequest request, DroppedFields found)
    {
        if (request.Tools.Any(tool => tool.Name == Tool))
        {
            found.Refuse("tools", $"The tool name {Tool} is the gateway's own with this model: give the tool another name.");
        }
    }

    /// <summary>The request in other words; the same where no schema is asked for.</summary>
    public static ChatRequest Ask(ChatRequest request)
    {
        if (request.ResponseFormat is not { Schema: { } schema } format)
        {
            return request;
        }

        // One of the caller's tools must be called: there is no answer yet that could have a shape.
        if (request.Tools.Count > 0 && request.ToolChoice is { Forces: true })
        {
            return request with { ResponseFormat = null };
        }

        var mayCall = request.Tools.Count > 0 && request.ToolChoice?.Kind != ToolChoiceKind.None;
        var purpose = "Gives your final answer. Call it once, with the whole answer and nothing left out.";
        var answer = new ToolDefinition(Tool, schema)
        {
            Description = format.Description is { Length: > 0 } what ? $"{purpose} The answer is: {what}" : purpose,
            Strict = format.Strict,
        };
        return request with
        {
            Tools = [.. request.Tools, answer],
            ToolChoice = mayCall ? new(ToolChoiceKind.Required) : new(ToolChoiceKind.Named, Tool),
            ParallelToolCalls = mayCall ? request.ParallelToolCalls : false,
            ResponseFormat = null,
        };
    }

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

    /// <summary>Empty arguments mean an empty object, and empty text is not JSON.</summary>
    private static string Text(string arguments) => arguments.Length == 0 ? "{}" : arguments;
}
