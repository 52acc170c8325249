using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicChatDialect : IChatDialect
{
    public Dialect Dialect => Dialect.AnthropicMessages;

    public Outcome<ChatRequest> ReadRequest(ReadOnlyMemory<byte> body) => AnthropicRequestReader.Read(body);

    public Outcome<IReadOnlyList<string>> WriteRequest(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output) =>
        AnthropicRequestWriter.Write(request, options, output);

    public Outcome<ChatReply> ReadReply(ReadOnlyMemory<byte> body) => AnthropicReplyReader.Read(body);

    public void WriteReply(ChatReply reply, ChatReplyOptions options, IBufferWriter<byte> output) =>
        AnthropicReplyWriter.Write(reply, options, output);

    public IChatStreamReader CreateStreamReader() => new JsonAnswerReader(new AnthropicStreamReader());

    public IChatStreamWriter CreateStreamWriter(ChatReplyOptions options) => new AnthropicStreamWriter(options);

    public IStreamTap CreateStreamTap() => new AnthropicStreamTap();

    public ReplyFacts InspectReply(ReadOnlySpan<byte> body) => AnthropicReplyTap.Read(body);
}
