using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Cohere;

/// <summary>Cohere's <c>finish_reason</c>.</summary>
internal static class CohereFinish
{
    /// <summary>Why the generation failed, or null where it did not.</summary>
    /// <param name="reason">The word.</param>
    /// <param name="message">What the vendor says about it.</param>
    public static ExchangeError? Failure(string? reason, string? message) => reason switch
    {
        "TIMEOUT" => new(ErrorKind.Timeout, message ?? "The provider ran out of time in the middle of its answer. Ask for a shorter one."),
        "ERROR" => new(ErrorKind.ProviderFailed, message ?? "The provider failed in the middle of its answer. Ask again."),
        _ when message is not null => new(ErrorKind.ProviderFailed, message),
        _ => null,
    };

    /// <summary>Reads the word of an answer that did not fail; a call in it tells more than the word.</summary>
    public static FinishReason Read(string? reason, bool calls) => reason switch
    {
        "MAX_TOKENS" => FinishReason.Length,
        "STOP_SEQUENCE" => FinishReason.StopSequence,
        "TOOL_CALL" => FinishReason.ToolCalls,
        "ERROR_TOXIC" => FinishReason.ContentFilter,
        "ERROR_LIMIT" => FinishReason.ContextWindow,
        _ => calls ? FinishReason.ToolCalls : FinishReason.Stop,
    };
}
