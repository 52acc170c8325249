namespace Switchboard.Bench.Load.Baseline;

/// <summary>Undoes HTTP/1.1 chunked coding over reads of any size; allocates nothing.</summary>
internal struct ChunkedBody
{
    private long left;
    private long size;
    private int lineLength;
    private bool inExtension;
    private bool afterData;
    private bool inTrailer;

    public bool Finished { get; private set; }

    /// <summary>Takes the next run of content out of <paramref name="input"/>; false when it holds no more.</summary>
    public bool TryTake(ref ReadOnlySpan<byte> input, out ReadOnlySpan<byte> data)
    {
        while (!input.IsEmpty && !Finished)
        {
            if (left > 0)
            {
                data = input[..(int)Math.Min(left, input.Length)];
                input = input[data.Length..];
                left -= data.Length;
                afterData = left == 0;
                return true;
            }

            var next = input[0];
            input = input[1..];
            if (next == '\n')
            {
                EndLine();
            }
            else if (next != '\r')
            {
                AddToLine(next);
            }
        }

        data = default;
        return false;
    }

    private void AddToLine(byte next)
    {
        lineLength++;
        inExtension |= next == ';';
        if (!inExtension && !inTrailer && char.IsAsciiHexDigit((char)next))
        {
            size = (size * 16) + (next <= '9' ? next - '0' : (next | 0x20) - 'a' + 10);
        }
    }

    private void EndLine()
    {
        if (inTrailer)
        {
            Finished = lineLength == 0;
        }
        else if (!afterData)
        {
            left = size;
            inTrailer = size == 0;
        }

        (afterData, inExtension, lineLength, size) = (false, false, 0, 0);
    }
}
