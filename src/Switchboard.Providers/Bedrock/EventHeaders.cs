using System.Buffers.Binary;

namespace Switchboard.Providers.Bedrock;

/// <summary>The headers of an event stream's message that say what it is. Points into the buffer.</summary>
internal ref struct EventHeaders
{
    private const byte Bytes = 6;
    private const byte Text = 7;

    /// <summary><c>event</c>, <c>exception</c> or <c>error</c>.</summary>
    public ReadOnlySpan<byte> MessageType;

    /// <summary>The event's name, or the exception's; for an error, its code.</summary>
    public ReadOnlySpan<byte> Name;

    /// <summary>An error's sentence; the others have theirs in the payload.</summary>
    public ReadOnlySpan<byte> ErrorMessage;

    /// <summary>Reads a message's headers.</summary>
    /// <param name="bytes">All of them.</param>
    /// <param name="headers">What they say.</param>
    /// <returns>False where they do not fit together.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EventHeaders headers)
    {
        headers = default;
        while (!bytes.IsEmpty)
        {
            int name = bytes[0];
            if (bytes.Length < name + 2 || !TryLength(bytes[(name + 1)..], out int before, out int length) || bytes.Length < name + 1 + before + length)
            {
                return false;
            }
            headers.Note(bytes.Slice(1, name), bytes[name + 1], bytes.Slice(name + 1 + before, length));
            bytes = bytes[(name + 1 + before + length)..];
        }
        return true;
    }

    /// <summary>The length of a value by its type, and of what stands before it, type included.</summary>
    private static bool TryLength(ReadOnlySpan<byte> typed, out int before, out int length)
    {
        before = 1;
        length = typed[0] switch
        {
            0 or 1 => 0, // true and false
            2 => 1,
            3 => 2,
            4 => 4,
            5 or 8 => 8, // a long, a time
            9 => 16, // a UUID
            _ => -1,
        };
        if (typed[0] is Bytes or Text && typed.Length >= 3)
        {
            before = 3;
            length = BinaryPrimitives.ReadUInt16BigEndian(typed[1..]);
        }
        return length >= 0;
    }

    private void Note(ReadOnlySpan<byte> name, byte type, ReadOnlySpan<byte> value)
    {
        if (type != Text)
        {
            return;
        }
        if (name.SequenceEqual(":message-type"u8))
        {
            MessageType = value;
        }
        else if (name.SequenceEqual(":event-type"u8) || name.SequenceEqual(":exception-type"u8) || name.SequenceEqual(":error-code"u8))
        {
            Name = value;
        }
        else if (name.SequenceEqual(":error-message"u8))
        {
            ErrorMessage = value;
        }
    }
}
