using System.Buffers;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Operations;

/// <summary>A vendor's own wire of one operation. Stateless.</summary>
public interface IOperationWire
{
    /// <summary>Whether the caller's file goes to the vendor alone, as the whole body; then no body is written.</summary>
    bool TakesFileAlone => false;

    /// <summary>Writes the request in the vendor's words. What the vendor has no words for is an error, or is dropped and listed.</summary>
    /// <param name="ask">What the caller asks.</param>
    /// <param name="output">Where the body goes.</param>
    Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output);

    /// <summary>Tells the vendor's whole answer in the caller's words.</summary>
    /// <param name="body">The vendor's answer.</param>
    /// <param name="ask">What the caller asked.</param>
    /// <param name="output">Where the caller's answer goes.</param>
    Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output);
}
