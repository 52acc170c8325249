using System.Text.Json;
using Switchboard.Protocol.Chat;

namespace Switchboard.Protocol.Ollama;

/// <summary>Looks at a whole reply. No caller gets it as it is, so that what splicing needs is left out.</summary>
internal static class OllamaReplyTap
{
    public static ReplyFacts Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var line = default(OllamaLine);
            line.Read(body);
            var bytes = OllamaOutput.Look(body).Bytes;
            return new()
            {
                IsObject = true,
                IsReply = line.HasMessage && !line.Failed,
                Usage = line.Usage,
                Model = line.Model,
                Finish = line.Done ? OllamaFinish.Read(line.DoneReason, line.Calls is { Count: > 0 }) : null,
                Items = bytes > 0 ? 1 : 0,
                OutputBytes = bytes,
                ClosingBrace = body.LastIndexOf((byte)'}'),
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return default;
        }
    }
}
