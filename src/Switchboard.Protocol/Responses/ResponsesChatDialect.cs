using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Responses;

/// <summary>OpenAI's responses: what its newer clients speak, and OpenAI itself.</summary>
internal sealed class ResponsesChatDialect : IChatDialect
{
    public Dialect Dialect => Dialect.OpenAiResponses;

    public Outcome<ChatRequest> ReadRequest(ReadOnlyMemory<byte> body) => ResponsesRequestReader.Read(body);

    public Outcome<IReadOnlyList<string>> WriteRequest(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output) =>
        ResponsesRequestWriter.Write(request, options, output);

    public Outcome<ChatReply> ReadReply(ReadOnlyMemory<byte> body) => ResponsesReplyReader.Read(body);

    public void WriteReply(ChatReply reply, ChatReplyOptions options, IBufferWriter<byte> output) =>
        ResponsesReplyWriter.Write(reply, options, output);

    public IChatStreamReader CreateStreamReader() => new ResponsesStreamReader();

    public IChatStreamWriter CreateStreamWriter(ChatReplyOptions options) => new ResponsesStreamWriter(options);

    public IStreamTap CreateStreamTap() => new ResponsesStreamTap();

    public ReplyFacts InspectReply(ReadOnlySpan<byte> body) => ResponsesReplyTap.Read(body);
}
