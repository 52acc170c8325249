using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.OpenAi;

/// <summary>OpenAI's chat completions, and the many servers that speak them.</summary>
internal sealed class OpenAiChatDialect : IChatDialect
{
    public Dialect Dialect => Dialect.OpenAiChat;

    public Outcome<ChatRequest> ReadRequest(ReadOnlyMemory<byte> body) => OpenAiRequestReader.Read(body);

    public Outcome<IReadOnlyList<string>> WriteRequest(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output) =>
        OpenAiRequestWriter.Write(request, options, output);

    public Outcome<ChatReply> ReadReply(ReadOnlyMemory<byte> body) => OpenAiReplyReader.Read(body);

    public void WriteReply(ChatReply reply, ChatReplyOptions options, IBufferWriter<byte> output) =>
        OpenAiReplyWriter.Write(reply, options, output);

    public IChatStreamReader CreateStreamReader() => new OpenAiStreamReader();

    public IChatStreamWriter CreateStreamWriter(ChatReplyOptions options) => new OpenAiStreamWriter(options);

    public IStreamTap CreateStreamTap() => new OpenAiStreamTap();

    public ReplyFacts InspectReply(ReadOnlySpan<byte> body) => OpenAiReplyTap.Read(body);
}
