using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.OpenAi;

/// <summary>Looks at a whole relayed completion.</summary>
internal static class OpenAiReplyTap
{
    public static ReplyFacts Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var top = default(OpenAiTopLevel);
            if (!top.Read(ref reader, names: true))
            {
                return default;
            }

            var closing = (int)reader.TokenStartIndex;

            // Throws where something follows the object.
            reader.Read();
            return new()
            {
                IsObject = true,
                IsReply = top.HasMessage && !top.Failed,
                Usage = top.Usage,
                Id = top.Id,
                Model = top.Model,
                Finish = top.Finish,
                Items = top.Choices,
                OutputBytes = top.OutputBytes,
                HasProvider = top.HasProvider,
                HasCached = top.HasCached,
                HasCacheHitType = top.HasCacheHitType,
                ClosingBrace = closing,
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return default;
        }
    }
}
