using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Converse's <c>stopReason</c>.</summary>
internal static class BedrockFinish
{
    public static FinishReason Read(string reason) => reason switch
    {
        "max_tokens" => FinishReason.Length,
        "stop_sequence" => FinishReason.StopSequence,
        "tool_use" => FinishReason.ToolCalls,
        "content_filtered" or "guardrail_intervened" => FinishReason.ContentFilter,
        "model_context_window_exceeded" => FinishReason.ContextWindow,
        _ => FinishReason.Stop,
    };
}
