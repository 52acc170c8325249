using System.Buffers;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Chat;

/// <summary>One wire language of chat: readers and writers around the neutral model. Stateless.</summary>
public interface IChatDialect
{
    /// <summary>Which it is.</summary>
    Dialect Dialect { get; }

    /// <summary>Reads a caller's request.</summary>
    /// <param name="body">The body. Nothing in the result points into it.</param>
    Outcome<ChatRequest> ReadRequest(ReadOnlyMemory<byte> body);

    /// <summary>
    /// Writes a request for a vendor. What the dialect has no words for is an error, or is dropped and listed; on an error nothing is
    /// written.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="options">What to know of the vendor.</param>
    /// <param name="output">Where to write.</param>
    /// <returns>The fields that were dropped.</returns>
    Outcome<IReadOnlyList<string>> WriteRequest(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output);

    /// <summary>Reads a vendor's whole reply.</summary>
    /// <param name="body">The body. Nothing in the result points into it.</param>
    Outcome<ChatReply> ReadReply(ReadOnlyMemory<byte> body);

    /// <summary>Writes a whole reply for a caller.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="options">What it tells of itself.</param>
    /// <param name="output">Where to write.</param>
    void WriteReply(ChatReply reply, ChatReplyOptions options, IBufferWriter<byte> output);

    /// <summary>A reader of one vendor's stream.</summary>
    IChatStreamReader CreateStreamReader();

    /// <summary>A writer of one caller's stream.</summary>
    /// <param name="options">What the answer tells of itself.</param>
    IChatStreamWriter CreateStreamWriter(ChatReplyOptions options);

    /// <summary>A tap for one relayed stream.</summary>
    IStreamTap CreateStreamTap();

    /// <summary>Looks at a whole reply that is relayed.</summary>
    /// <param name="body">The body.</param>
    ReplyFacts InspectReply(ReadOnlySpan<byte> body);
}
