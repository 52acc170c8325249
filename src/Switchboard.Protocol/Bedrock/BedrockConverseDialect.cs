using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Bedrock;

/// <summary>Amazon Bedrock's Converse. Its binary event stream is a matter of transport: here events come with the name in the SSE event line.</summary>
internal sealed class BedrockConverseDialect : IVendorDialect
{
    public Dialect Dialect => Dialect.BedrockConverse;

    public Outcome<IReadOnlyList<string>> WriteRequest(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output) =>
        BedrockRequestWriter.Write(request, options, output);

    public Outcome<ChatReply> ReadReply(ReadOnlyMemory<byte> body) => BedrockReplyReader.Read(body);

    public IChatStreamReader CreateStreamReader() => new JsonAnswerReader(new BedrockStreamReader());

    public IStreamTap CreateStreamTap() => new BedrockStreamTap();

    public ReplyFacts InspectReply(ReadOnlySpan<byte> body) => BedrockReplyTap.Read(body);
}
