using System.Buffers;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Chat;

/// <summary>A wire language of chat that callers speak, and vendors too: readers and writers around the neutral model. Stateless.</summary>
public interface IChatDialect : IVendorDialect
{
    /// <summary>Reads a caller's request.</summary>
    /// <param name="body">The body. Nothing in the result points into it.</param>
    Outcome<ChatRequest> ReadRequest(ReadOnlyMemory<byte> body);

    /// <summary>Writes a whole reply for a caller.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="options">What it tells of itself.</param>
    /// <param name="output">Where to write.</param>
    void WriteReply(ChatReply reply, ChatReplyOptions options, IBufferWriter<byte> output);

    /// <summary>A writer of one caller's stream.</summary>
    /// <param name="options">What the answer tells of itself.</param>
    IChatStreamWriter CreateStreamWriter(ChatReplyOptions options);
}
