using System.Text.Json;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>Looks at a whole answer.</summary>
internal static class GeminiReplyTap
{
    public static ReplyFacts Read(ReadOnlySpan<byte> body) => Read(body, out _);

    /// <summary>The same, and whether the body is the vendor's error.</summary>
    public static ReplyFacts Read(ReadOnlySpan<byte> body, out bool failed)
    {
        failed = false;
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!JsonScan.EntersObject(ref reader))
            {
                return default;
            }

            var top = default(GeminiTopLevel);
            var usage = default(GeminiUsage);
            top.Read(ref reader, ref usage, names: true);
            var closing = (int)reader.TokenStartIndex;

            // Throws where something follows the object.
            reader.Read();
            failed = top.HasError;
            return new()
            {
                IsObject = true,
                IsReply = (top.Candidates > 0 || top.Blocked) && !top.HasError,
                Usage = usage.Seen ? usage.ToUsage() : null,
                Id = top.Id,
                Model = top.Model,
                Finish = top.Finish ?? (top.Blocked ? FinishReason.ContentFilter : null),
                Items = top.Parts,
                OutputBytes = top.OutputBytes,
                ClosingBrace = closing,
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return default;
        }
    }
}
