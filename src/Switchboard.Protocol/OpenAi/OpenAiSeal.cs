using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.OpenAi;

/// <summary>
/// The seal that Gemini wants back with a call, in the place that Google's OpenAI-compatible endpoint gives it:
/// <c>tool_calls[].extra_content.google.thought_signature</c> (ai.google.dev/gemini-api/docs/thought-signatures).
/// </summary>
internal static class OpenAiSeal
{
    /// <summary>The seal as an empty thought before the call; null where the call has none.</summary>
    public static ThinkingPart? Read(JsonElement call, ReadFaults faults) =>
        call.Has("extra_content", out var extra) && extra.Has("google", out var google)
        && google.Text("thought_signature", faults) is { Length: > 0 } signature
            ? new(string.Empty, ThoughtSeal.OfGemini(signature))
            : null;

    public static void Write(Utf8JsonWriter writer, string? signature)
    {
        if (signature is null)
        {
            return;
        }

        writer.WriteStartObject("extra_content"u8);
        writer.WriteStartObject("google"u8);
        writer.WriteString("thought_signature"u8, signature);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
