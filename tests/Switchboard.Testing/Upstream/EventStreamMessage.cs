using System.Buffers.Binary;
using System.Text;

namespace Switchboard.Testing.Upstream;

/// <summary>Messages of AWS's binary event stream, as bytes: prelude, headers, payload, and both checksums.</summary>
public static class EventStreamMessage
{
    private const byte StringType = 7;

    /// <summary>The media type of a stream of them.</summary>
    public const string MediaType = "application/vnd.amazon.eventstream";

    /// <summary>An event.</summary>
    public static byte[] Event(string type, string json) =>
        Of(json, (":event-type", type), (":content-type", "application/json"), (":message-type", "event"));

    /// <summary>A failure that the vendor's API knows.</summary>
    public static byte[] Exception(string type, string json) =>
        Of(json, (":exception-type", type), (":content-type", "application/json"), (":message-type", "exception"));

    /// <summary>A failure that it does not know.</summary>
    public static byte[] Error(string code, string message) =>
        Of("", (":error-code", code), (":error-message", message), (":message-type", "error"));

    /// <summary>Any message with headers that are strings.</summary>
    public static byte[] Of(string payload, params (string Name, string Value)[] headers) =>
        OfBytes(Encoding.UTF8.GetBytes(payload), [.. headers.SelectMany(Header)]);

    /// <summary>Any message.</summary>
    public static byte[] OfBytes(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> headers)
    {
        var message = new byte[12 + headers.Length + payload.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(message, message.Length);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(4), headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(8), Checksum(message.AsSpan(0, 8)));
        headers.CopyTo(message.AsSpan(12));
        payload.CopyTo(message.AsSpan(12 + headers.Length));
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(message.Length - 4), Checksum(message.AsSpan(0, message.Length - 4)));
        return message;
    }

    /// <summary>The payload of a message.</summary>
    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> message) =>
        message[(12 + BinaryPrimitives.ReadInt32BigEndian(message[4..]))..^4];

    /// <summary>The headers of a message.</summary>
    public static ReadOnlySpan<byte> Headers(ReadOnlySpan<byte> message) => message.Slice(12, BinaryPrimitives.ReadInt32BigEndian(message[4..]));

    private static byte[] Header((string Name, string Value) header)
    {
        var (name, value) = (Encoding.UTF8.GetBytes(header.Name), Encoding.UTF8.GetBytes(header.Value));
        return [(byte)name.Length, .. name, StringType, (byte)(value.Length >> 8), (byte)value.Length, .. value];
    }

    /// <summary>CRC-32, bit by bit: a second opinion on the product's.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
            }
        }
        return ~sum;
    }
}
