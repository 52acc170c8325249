using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Ollama;

/// <summary>Ollama's own chat. A line of its stream is one event's data.</summary>
internal sealed class OllamaChatDialect : IVendorDialect
{
    public Dialect Dialect => Dialect.Ollama;

    public Outcome<IReadOnlyList<string>> WriteRequest(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output) =>
        OllamaRequestWriter.Write(request, options, output);

    public Outcome<ChatReply> ReadReply(ReadOnlyMemory<byte> body) => OllamaReplyReader.Read(body);

    public IChatStreamReader CreateStreamReader() => new OllamaStreamReader();

    public IStreamTap CreateStreamTap() => new OllamaStreamTap();

    public ReplyFacts InspectReply(ReadOnlySpan<byte> body) => OllamaReplyTap.Read(body);
}
