using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Responses;

/// <summary>Looks at a whole relayed response.</summary>
internal static class ResponsesReplyTap
{
    public static ReplyFacts Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            var top = default(ResponsesTop);
            if (!top.Read(ref reader))
            {
                return default;
            }

            var closing = (int)reader.TokenStartIndex;

            // Throws where something follows the object.
            reader.Read();
            return new()
            {
                IsObject = true,
                IsReply = top.HasOutput && !top.Failed,
                Usage = top.Usage,
                Id = top.Id,
                Model = top.Model,
                Finish = top.Finish,
                Items = top.Items,
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
