using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Anthropic's <c>stop_reason</c>.</summary>
internal static class AnthropicFinish
{
    public static FinishReason Read(string reason) => reason switch
    {
        "max_tokens" => FinishReason.Length,
        "stop_sequence" => FinishReason.StopSequence,
        "tool_use" => FinishReason.ToolCalls,
        "refusal" => FinishReason.ContentFilter,
        "pause_turn" => FinishReason.Pause,
        "model_context_window_exceeded" => FinishReason.ContextWindow,
        _ => FinishReason.Stop,
    };

    /// <summary>
    /// The word to write. Clients run tools on <c>tool_use</c> alone, while OpenAI ends a forced call with <c>stop</c>: so a call tells
    /// more than the other vendor's word. Likewise a refusal that the other vendor gave as content.
    /// </summary>
    public static string Write(FinishReason reason, bool calls, bool refuses) => reason switch
    {
        FinishReason.Length => "max_tokens",
        FinishReason.StopSequence => "stop_sequence",
        FinishReason.ToolCalls => "tool_use",
        FinishReason.ContentFilter => "refusal",
        FinishReason.Pause => "pause_turn",
        FinishReason.ContextWindow => "model_context_window_exceeded",
        _ => calls ? "tool_use" : refuses ? "refusal" : "end_turn",
    };
}
