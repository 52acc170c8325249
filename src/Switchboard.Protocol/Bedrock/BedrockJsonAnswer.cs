using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Bedrock;

/// <summary>
/// JSON from models that <c>outputConfig</c> does not hold to a schema: they are made to call a tool of ours whose arguments are the answer,
/// and the readers turn that call back into text.
/// </summary>
internal static class BedrockJsonAnswer
{
    /// <summary>The tool's name, which no caller's tool should have.</summary>
    public const string Tool = "switchboard_json_answer";

    private static readonly RawJson AnyObject = RawJson.Copy("""{"type":"object"}"""u8);

    /// <summary>The request with such a tool in place of its response format, where the model needs one.</summary>
    public static ChatRequest Arrange(ChatRequest request, BedrockModel model, DroppedFields found)
    {
        if (request.ResponseFormat is not { } format || (format.Schema is not null && model.EnforcesSchemas))
        {
            return request;
        }

        if (!model.CanBeForced)
        {
            found.Refuse(
                "response_format",
                model.EnforcesSchemas
                    ? "This model answers in JSON by a schema only: ask for json_schema instead of json_object."
                    : "This model cannot be held to JSON: leave out response_format and ask for JSON in words, or choose another model.");
            return request;
        }

        if (request.ToolChoice is { Kind: ToolChoiceKind.Named })
        {
            found.Drop("response_format");
            return request with { ResponseFormat = null };
        }

        var others = request.ToolChoice is { Kind: ToolChoiceKind.None } ? [] : request.Tools;
        var alone = others.Count == 0 && model.CanBeForcedToOne;
        return request with
        {
            ResponseFormat = null,
            Tools = [.. others, Answer(format)],
            ToolChoice = alone ? new(ToolChoiceKind.Named, Tool) : new(ToolChoiceKind.Required),
        };
    }

    private static ToolDefinition Answer(ResponseFormat format) => new(Tool, format.Schema ?? AnyObject)
    {
        Description = format.Description ?? "Call this to give your final answer as JSON.",
    };
}
