namespace Switchboard.Bench.Load.Baseline;

/// <summary>Counts the <c>data:</c> lines of a stream of events, and notes the first with words in it and the end mark.</summary>
internal sealed class EventLines
{
    private readonly byte[] line = new byte[1024];
    private int length;

    public int Frames { get; private set; }

    public bool Token { get; private set; }

    public bool Done { get; private set; }

    /// <summary>Takes bytes up to and with the next line's end; true when that line was a frame.</summary>
    public bool TryTakeFrame(ref ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            var end = data.IndexOf((byte)'\n');
            var part = end < 0 ? data : data[..end];
            var room = Math.Min(part.Length, line.Length - length);
            part[..room].CopyTo(line.AsSpan(length));
            length += room;
            if (end < 0)
            {
                data = default;
                return false;
            }

            data = data[(end + 1)..];
            var whole = line.AsSpan(0, length).TrimEnd((byte)'\r');
            length = 0;
            if (IsFrame(whole))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsFrame(ReadOnlySpan<byte> whole)
    {
        if (!whole.StartsWith("data:"u8))
        {
            return false;
        }

        if (whole[5..].Trim((byte)' ').SequenceEqual("[DONE]"u8))
        {
            Done = true;
            return false;
        }

        Frames++;
        Token = Token || HasWords(whole);
        return true;
    }

    private static bool HasWords(ReadOnlySpan<byte> whole)
    {
        var at = whole.IndexOf("\"content\":"u8);
        return at >= 0 && whole[(at + 10)..].TrimStart((byte)' ') is [(byte)'"', not (byte)'"', ..];
    }
}
