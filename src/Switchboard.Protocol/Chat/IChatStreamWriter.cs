using System.Buffers;

namespace Switchboard.Protocol.Chat;

/// <summary>Writes one caller's stream as whole server-sent events. Not for two streams, nor for two threads.</summary>
public interface IChatStreamWriter
{
    /// <summary>Writes the events that an update leads to, which may be none. After an error update nothing more is written.</summary>
    /// <param name="update">The update.</param>
    /// <param name="output">Where to write.</param>
    void Write(in ChatUpdate update, IBufferWriter<byte> output);

    /// <summary>
    /// Writes more words of a block that is open and has said something of this kind before, where that is a copy and no more; false, with
    /// nothing written, where it is more.
    /// </summary>
    /// <param name="delta">The words.</param>
    /// <param name="output">Where to write.</param>
    bool TryWrite(in ChatDelta delta, IBufferWriter<byte> output) => false;

    /// <summary>Writes the dialect's end of a stream. A second call does nothing.</summary>
    /// <param name="output">Where to write.</param>
    void Complete(IBufferWriter<byte> output);
}
