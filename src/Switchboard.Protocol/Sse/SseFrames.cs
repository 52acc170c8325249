namespace Switchboard.Protocol.Sse;

/// <summary>
/// Cuts a buffered event stream into frames (HTML standard, 9.2.5): a frame ends with an empty line; a line ends with LF, CR LF or CR.
/// </summary>
public static class SseFrames
{
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    /// <summary>
    /// The length of the first complete frame with its empty line, or -1 while there is none. Empty lines before a frame belong to it: so
    /// does the LF of a CR LF whose CR ended the frame before.
    /// </summary>
    /// <param name="buffer">What has arrived.</param>
    /// <param name="scanned">How much of the buffer an earlier call saw in vain, so that a long frame is not searched again.</param>
    public static int FindEnd(ReadOnlySpan<byte> buffer, int scanned = 0)
    {
        var start = buffer.IndexOfAnyExcept(Cr, Lf);
        if (start < 0)
        {
            return -1;
        }

        var at = Math.Max(start, scanned);
        while (true)
        {
            var next = buffer[at..].IndexOfAny(Cr, Lf);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            var end = at + (buffer[at] == Cr && at + 1 < buffer.Length && buffer[at + 1] == Lf ? 2 : 1);
            var secondHalf = buffer[at] == Lf && buffer[at - 1] == Cr;
            if (!secondHalf && buffer[at - 1] is Cr or Lf)
            {
                return end;
            }

            at = end;
        }
    }

    /// <summary>The length of the line that begins here, without its end; the end's length is 0 where the buffer ends first.</summary>
    internal static int Line(ReadOnlySpan<byte> text, out int lineEnd)
    {
        var length = text.IndexOfAny(Cr, Lf);
        if (length < 0)
        {
            lineEnd = 0;
            return text.Length;
        }

        lineEnd = text[length] == Cr && length + 1 < text.Length && text[length + 1] == Lf ? 2 : 1;
        return length;
    }
}
