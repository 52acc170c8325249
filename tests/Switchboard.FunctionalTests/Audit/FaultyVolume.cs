using System.Collections.Concurrent;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>A real folder on a disk that is full, writes short, or fails to flush when told to.</summary>
internal sealed class FaultyVolume(IJournalVolume inner) : IJournalVolume
{
    private readonly ConcurrentDictionary<string, long> flushed = new();
    private long room = long.MaxValue;
    private long? free;

    /// <summary>Bytes that may still be written before the disk is full.</summary>
    public long Room
    {
        get => Interlocked.Read(ref room);
        set => Interlocked.Exchange(ref room, value);
    }

    /// <summary>Most bytes taken by one write.</summary>
    public int WriteSize { get; set; } = int.MaxValue;

    public bool FlushFails { get; set; }

    public int Flushes { get; private set; }

    public long FreeBytes
    {
        get => free ?? inner.FreeBytes;
        set => free = value;
    }

    /// <summary>Up to where a file's bytes were made durable.</summary>
    public long FlushedLength(string name) => flushed.GetValueOrDefault(name);

    public IDisposable Lock() => inner.Lock();

    public IReadOnlyList<string> List() => inner.List();

    public IJournalFile Create(string name) => new FaultyFile(this, name, inner.Create(name));

    public IJournalFile Open(string name, bool writable) => new FaultyFile(this, name, inner.Open(name, writable));

    public void Replace(string name, string target) => inner.Replace(name, target);

    public void Delete(string name) => inner.Delete(name);

    private sealed class FaultyFile(FaultyVolume volume, string name, IJournalFile file) : IJournalFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> destination, long offset) => file.Read(destination, offset);

        /// <summary>Like a real disk: what fits is written even though the next call then fails.</summary>
        public int Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var room = volume.Room;
            var count = (int)Math.Min(Math.Min(bytes.Length, volume.WriteSize), room);
            if (count == 0 && !bytes.IsEmpty)
            {
                throw new IOException("No space left on device");
            }

            volume.Room = room == long.MaxValue ? room : room - count;
            return file.Write(bytes[..count], offset);
        }

        public void Truncate(long length) => file.Truncate(length);

        public void Flush()
        {
            if (volume.FlushFails)
            {
                throw new IOException("Input/output error");
            }

            var reached = file.Length;
            file.Flush();
            volume.Flushes++;
            volume.flushed[name] = reached;
        }

        public void Dispose() => file.Dispose();
    }
}
