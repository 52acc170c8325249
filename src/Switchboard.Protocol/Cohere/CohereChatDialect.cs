using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Cohere;

/// <summary>Cohere's chat, version 2.</summary>
internal sealed class CohereChatDialect : IVendorDialect
{
    public Dialect Dialect => Dialect.Cohere;

    public Outcome<IReadOnlyList<string>> WriteRequest(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output) =>
        CohereRequestWriter.Write(request, options, output);

    public Outcome<ChatReply> ReadReply(ReadOnlyMemory<byte> body) => CohereReplyReader.Read(body);

    public IChatStreamReader CreateStreamReader() => new JsonAnswerReader(new CohereStreamReader());

    public IStreamTap CreateStreamTap() => new CohereStreamTap();

    public ReplyFacts InspectReply(ReadOnlySpan<byte> body) => CohereReplyTap.Read(body);
}
