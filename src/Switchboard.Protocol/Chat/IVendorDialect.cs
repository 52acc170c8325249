using System.Buffers;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Chat;

/// <summary>The wire language of a vendor: requests go out in it, answers come back in it. Stateless.</summary>
public interface IVendorDialect
{
    /// <summary>Which it is.</summary>
    Dialect Dialect { get; }

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

    /// <summary>A reader of one vendor's stream.</summary>
    IChatStreamReader CreateStreamReader();

    /// <summary>A tap for one stream.</summary>
    IStreamTap CreateStreamTap();

    /// <summary>Looks at a whole reply.</summary>
    /// <param name="body">The body.</param>
    ReplyFacts InspectReply(ReadOnlySpan<byte> body);
}
