namespace Switchboard.Protocol.Sse;

/// <summary>One event of a stream. Points into the frame, unless its data has several lines.</summary>
public readonly ref struct SseFrame
{
    private SseFrame(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool hasData)
    {
        Event = name;
        Data = data;
        HasData = hasData;
    }

    /// <summary>The event's name; empty where it has none.</summary>
    public ReadOnlySpan<byte> Event { get; }

    /// <summary>Its data, several lines joined with LF.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Whether there is a data line at all: comments and pings of some servers have none.</summary>
    public bool HasData { get; }

    /// <summary>
    /// Reads a frame that <see cref="SseFrames.FindEnd"/> cut. A BOM before it is skipped, comments and unknown fields are ignored.
    /// </summary>
    /// <param name="frame">The frame.</param>
    public static SseFrame Read(ReadOnlySpan<byte> frame)
    {
        var rest = frame.StartsWith("\uFEFF"u8) ? frame[3..] : frame;
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> data = default;
        var lines = 0;
        while (!rest.IsEmpty)
        {
            var length = SseFrames.Line(rest, out var lineEnd);
            var line = rest[..length];
            rest = rest[(length + lineEnd)..];
            if (Field(line, "data"u8, out var value))
            {
                data = lines++ == 0 ? value : Joined(data, value);
            }
            else if (Field(line, "event"u8, out value))
            {
                name = value;
            }
        }

        return new(name, data, lines > 0);
    }

    private static bool Field(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!line.StartsWith(name))
        {
            return false;
        }

        line = line[name.Length..];
        if (line.IsEmpty)
        {
            return true;
        }

        if (line[0] != ':')
        {
            return false;
        }

        value = line.Length > 1 && line[1] == ' ' ? line[2..] : line[1..];
        return true;
    }

    private static byte[] Joined(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var joined = new byte[first.Length + 1 + second.Length];
        first.CopyTo(joined);
        joined[first.Length] = (byte)'\n';
        second.CopyTo(joined.AsSpan(first.Length + 1));
        return joined;
    }
}
