using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.OpenAi;

/// <summary>OpenAI's <c>finish_reason</c>. What other servers of the dialect invent beyond its words counts as a natural end.</summary>
internal static class OpenAiFinish
{
    public static FinishReason Read(string reason) => reason switch
    {
        "length" => FinishReason.Length,
        "tool_calls" or "function_call" => FinishReason.ToolCalls,
        "content_filter" => FinishReason.ContentFilter,
        _ => FinishReason.Stop,
    };

    /// <summary>Reads the word as it stands in JSON, without making a string of it.</summary>
    public static FinishReason Read(ReadOnlySpan<byte> reason) =>
        reason.SequenceEqual("length"u8) ? FinishReason.Length
        : reason.SequenceEqual("tool_calls"u8) || reason.SequenceEqual("function_call"u8) ? FinishReason.ToolCalls
        : reason.SequenceEqual("content_filter"u8) ? FinishReason.ContentFilter
        : FinishReason.Stop;

    public static string Write(FinishReason reason) => reason switch
    {
        FinishReason.Length or FinishReason.ContextWindow => "length",
        FinishReason.ToolCalls => "tool_calls",
        FinishReason.ContentFilter => "content_filter",
        _ => "stop",
    };
}
