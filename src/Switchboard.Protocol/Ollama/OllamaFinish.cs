using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Ollama;

/// <summary>Ollama's <c>done_reason</c>: <c>stop</c> or <c>length</c>; <c>load</c> or <c>unload</c> where nothing was asked.</summary>
internal static class OllamaFinish
{
    /// <summary>Reads the word; it is the same whether the model called tools or not.</summary>
    public static FinishReason Read(string? reason, bool calls) =>
        reason == "length" ? FinishReason.Length : calls ? FinishReason.ToolCalls : FinishReason.Stop;
}
