using System.IO.MemoryMappedFiles;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// A small file held in shared memory. Its pages are the system's own cache of the file, so that they stay when the process is killed. All
/// of it is on the disk's books before it is mapped: a full disk is an exception at the start, and no fault in memory later.
/// </summary>
internal sealed class MappedMemory : ISharedMemory
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;

    private MappedMemory(FileStream stream, int size)
    {
        _map = MemoryMappedFile.CreateFromFile(stream, null, size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _map.CreateViewAccessor(0, size);
        Size = size;
    }

    public int Size { get; }

    /// <summary>Maps the file; null where the file system has no shared memory, or the disk no room.</summary>
    public static MappedMemory? TryOpen(Func<FileStream> open, int size)
    {
        FileStream? stream = null;
        try
        {
            stream = open();
            if (stream.Length < size)
            {
                stream.Position = stream.Length;
                stream.Write(new byte[size - stream.Length]);
                stream.Flush();
            }

            return new MappedMemory(stream, size);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            stream?.Dispose();
            return null;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes, int at) => _view.SafeMemoryMappedViewHandle.WriteSpan((ulong)at, bytes);

    public void Read(Span<byte> destination, int at) => _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)at, destination);

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }
}
