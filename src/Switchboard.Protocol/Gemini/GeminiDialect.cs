using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Gemini;

/// <summary>Google's <c>generateContent</c>, as the Gemini API and Vertex AI both speak it.</summary>
internal sealed class GeminiDialect : IVendorDialect
{
    public Dialect Dialect => Dialect.Gemini;

    public Outcome<IReadOnlyList<string>> WriteRequest(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output) =>
        GeminiRequestWriter.Write(request, options, output);

    public Outcome<ChatReply> ReadReply(ReadOnlyMemory<byte> body) => GeminiReplyReader.Read(body);

    public IChatStreamReader CreateStreamReader() => new JsonAnswerReader(new GeminiStreamReader());

    public IStreamTap CreateStreamTap() => new GeminiStreamTap();

    public ReplyFacts InspectReply(ReadOnlySpan<byte> body) => GeminiReplyTap.Read(body);
}
