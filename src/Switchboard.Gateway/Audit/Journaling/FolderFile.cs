using Microsoft.Win32.SafeHandles;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>A file on a real disk, read and written at offsets without a buffer of its own.</summary>
internal sealed class FolderFile(FileStream stream) : IJournalFile
{
    private readonly SafeFileHandle _handle = stream.SafeFileHandle;

    public long Length => RandomAccess.GetLength(_handle);

    public int Read(Span<byte> destination, long offset)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int read = RandomAccess.Read(_handle, destination[total..], offset + total);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    public int Write(ReadOnlySpan<byte> bytes, long offset)
    {
        RandomAccess.Write(_handle, bytes, offset);
        return bytes.Length;
    }

    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => stream.Dispose();
}
