using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Responses;

/// <summary>How far a response has come: the dialect has no finish reason, but a status and what it is incomplete by.</summary>
/// <param name="Status">The dialect's word.</param>
/// <param name="Incomplete">Why it is incomplete, in the dialect's word; null where it is not.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
internal readonly record struct ResponsesEnd(string Status, string? Incomplete = null, ExchangeError? Error = null)
{
    private const string Limit = "max_output_tokens";
    private const string Filter = "content_filter";

    public static ResponsesEnd InProgress => new("in_progress");

    public bool IsIncomplete => Incomplete is not null;

    /// <summary>The status of a whole answer. A refusal in words is an answer; only what the vendor withheld is incomplete.</summary>
    public static ResponsesEnd Of(FinishReason finish, bool refuses) => finish switch
    {
        FinishReason.Length or FinishReason.ContextWindow => new("incomplete", Limit),
        FinishReason.ContentFilter when !refuses => new("incomplete", Filter),
        _ => new("completed"),
    };

    public static ResponsesEnd Failed(ExchangeError error) => new("failed", Error: error);

    public static FinishReason Finish(string? incomplete, bool calls) => incomplete switch
    {
        Limit => FinishReason.Length,
        Filter => FinishReason.ContentFilter,
        _ => calls ? FinishReason.ToolCalls : FinishReason.Stop,
    };
}
