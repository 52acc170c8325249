using System.Buffers.Binary;

namespace Switchboard.Providers.Bedrock;

/// <summary>
/// One message of an <c>application/vnd.amazon.eventstream</c> (Amazon Transcribe developer guide, "Event stream encoding"): total length,
/// headers' length, checksum of both; headers; payload; checksum of all before. Numbers are big-endian. Points into the buffer.
/// </summary>
internal readonly ref struct EventMessage
{
    private const int Prelude = 12;
    private const int Trailer = 4;

    /// <summary>AWS allows 16 MiB of payload and 128 KiB of headers.</summary>
    private const int Largest = (16 << 20) + (128 << 10) + Prelude + Trailer;

    private EventMessage(int length, EventHeaders headers, ReadOnlySpan<byte> payload)
    {
        Length = length;
        Headers = headers;
        Payload = payload;
    }

    /// <summary>Its length in the buffer.</summary>
    public int Length { get; }

    /// <summary>What its headers say.</summary>
    public EventHeaders Headers { get; }

    /// <summary>Its payload.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads the first message of a buffer.</summary>
    /// <param name="buffer">What has arrived.</param>
    /// <param name="message">The message.</param>
    /// <returns>Whether it is there, not yet, or damaged.</returns>
    public static EventMessageState Read(ReadOnlySpan<byte> buffer, out EventMessage message)
    {
        message = default;
        if (buffer.Length < Prelude)
        {
            return EventMessageState.Incomplete;
        }
        uint total = BinaryPrimitives.ReadUInt32BigEndian(buffer);
        uint headers = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        if (BinaryPrimitives.ReadUInt32BigEndian(buffer[8..]) != Crc32.Of(buffer[..8]) || total > Largest || total < Prelude + Trailer
            || headers > total - Prelude - Trailer)
        {
            return EventMessageState.Damaged;
        }
        int length = (int)total;
        if (buffer.Length < length)
        {
            return EventMessageState.Incomplete;
        }
        int body = length - Trailer;
        if (BinaryPrimitives.ReadUInt32BigEndian(buffer[body..]) != Crc32.Of(buffer[..body])
            || !EventHeaders.TryRead(buffer.Slice(Prelude, (int)headers), out EventHeaders read))
        {
            return EventMessageState.Damaged;
        }
        message = new EventMessage(length, read, buffer[(Prelude + (int)headers)..body]);
        return EventMessageState.Complete;
    }
}
