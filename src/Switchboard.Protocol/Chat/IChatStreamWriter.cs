using System.Buffers;

namespace Switchboard.Protocol.Chat;

/// <summary>Writes one caller's stream as whole server-sent events. Not for two streams, nor for two threads.</summary>
public interface IChatStreamWriter
{
    /// <summary>Writes the events that an update leads to, which may be none. After an error update nothing more is written.</summary>
    /// <param name="update">The update.</param>
    /// <param name="output">Where to write.</param>
    void Write(in ChatUpdate update, IBufferWriter<byte> output);

    /// <summary>Writes the dialect's end of a stream. A second call does nothing.</summary>
    /// <param name="output">Where to write.</param>
    void Complete(IBufferWriter<byte> output);
}
