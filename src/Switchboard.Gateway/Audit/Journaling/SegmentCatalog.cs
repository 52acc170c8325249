namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>The segments in a folder, by number. A segment whose sealed file is there counts as sealed.</summary>
internal sealed class SegmentCatalog
{
    private readonly IJournalVolume _volume;
    private readonly SortedDictionary<int, bool> _sealed = [];

    private SegmentCatalog(IJournalVolume volume) => _volume = volume;

    public IEnumerable<int> Numbers => _sealed.Keys;

    public int Last => _sealed.Count == 0 ? 0 : _sealed.Keys.Max();

    public static SegmentCatalog Read(IJournalVolume volume)
    {
        var catalog = new SegmentCatalog(volume);
        foreach (string name in volume.List())
        {
            if (SegmentName.Number(name, SegmentName.SealedExtension) is { } sealedNumber)
            {
                catalog._sealed[sealedNumber] = true;
            }
            else if (SegmentName.Number(name, SegmentName.RawExtension) is { } number)
            {
                catalog._sealed.TryAdd(number, false);
            }
        }

        return catalog;
    }

    public bool IsSealed(int number) => _sealed.GetValueOrDefault(number);

    public ISegmentSource Open(int number) => Open(_volume, number);

    /// <summary>Opens a segment in whichever form it has now: it may be sealed while someone reads.</summary>
    public static ISegmentSource Open(IJournalVolume volume, int number)
    {
        try
        {
            return volume.Open(SegmentName.Raw(number), writable: false);
        }
        catch (FileNotFoundException)
        {
            return SealedSegment.Open(volume.Open(SegmentName.Sealed(number), writable: false));
        }
    }

    public SegmentHeader? ReadHeader(int number)
    {
        try
        {
            using ISegmentSource source = Open(number);
            return ReadHeader(source);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return null;
        }
    }

    public static SegmentHeader? ReadHeader(ISegmentSource source)
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        return SegmentHeader.Read(bytes[..source.Read(bytes, 0)]);
    }
}
