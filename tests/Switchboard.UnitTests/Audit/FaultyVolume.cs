using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.UnitTests.Audit;

/// <summary>A journal's folder in memory whose disk fills up, writes short, and fails to flush when told to.</summary>
internal sealed class FaultyVolume : IJournalVolume
{
    private bool _locked;

    /// <summary>The files' bytes; tests edit them as an attacker would.</summary>
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What of each file had been flushed.</summary>
    public Dictionary<string, byte[]> OnDisk { get; } = [];

    /// <summary>Bytes that may still be written before the disk is full.</summary>
    public long Room { get; set; } = long.MaxValue;

    /// <summary>Most bytes taken by one write.</summary>
    public int WriteSize { get; set; } = int.MaxValue;

    public bool FlushFails { get; set; }

    public bool TruncateFails { get; set; }

    public int Flushes { get; private set; }

    /// <summary>Where set, a flush waits for it.</summary>
    public ManualResetEventSlim? HoldFlush { get; set; }

    /// <summary>Where set, completes once a flush has begun.</summary>
    public TaskCompletionSource? FlushBegan { get; set; }

    public long FreeBytes { get; set; } = long.MaxValue;

    /// <summary>Where set, the folder has memory that outlives a process, in this size whatever is asked for.</summary>
    public int? MemorySize { get; init; }

    /// <summary>That memory, by name.</summary>
    public Dictionary<string, byte[]> Memory { get; } = [];

    /// <summary>What a process finds that starts after this one was killed.</summary>
    public FaultyVolume AfterKill()
    {
        var copy = new FaultyVolume { MemorySize = MemorySize };
        foreach ((string name, byte[] bytes) in Files)
        {
            copy.Files[name] = [.. bytes];
        }

        foreach ((string name, byte[] bytes) in Memory)
        {
            copy.Memory[name] = [.. bytes];
        }

        return copy;
    }

    public IDisposable Lock()
    {
        if (_locked)
        {
            throw new JournalException("in use");
        }

        _locked = true;
        return new Unlock(this);
    }

    public IReadOnlyList<string> List() => [.. Files.Keys];

    public IJournalFile Create(string name) => Files.TryAdd(name, []) ? new FaultyFile(this, name) : throw new IOException("exists");

    public IJournalFile Open(string name, bool writable) =>
        Files.ContainsKey(name) ? new FaultyFile(this, name) : throw new FileNotFoundException(name);

    public void Replace(string name, string target)
    {
        Files[target] = Files[name];
        Files.Remove(name);
    }

    public void Delete(string name)
    {
        Files.Remove(name);
        Memory.Remove(name);
    }

    public ISharedMemory? OpenMemory(string name, int size)
    {
        if (MemorySize is not { } given)
        {
            return null;
        }

        if (!Memory.TryGetValue(name, out byte[]? bytes))
        {
            Memory[name] = bytes = new byte[given];
        }

        return new ArrayMemory(bytes);
    }

    private sealed class ArrayMemory(byte[] bytes) : ISharedMemory
    {
        public int Size => bytes.Length;

        public void Write(ReadOnlySpan<byte> source, int at) => source.CopyTo(bytes.AsSpan(at));

        public void Read(Span<byte> destination, int at) => bytes.AsSpan(at, destination.Length).CopyTo(destination);

        public void Dispose()
        {
        }
    }

    private sealed class Unlock(FaultyVolume volume) : IDisposable
    {
        public void Dispose() => volume._locked = false;
    }

    private sealed class FaultyFile(FaultyVolume volume, string name) : IJournalFile
    {
        public long Length => volume.Files[name].Length;

        public int Read(Span<byte> destination, long offset)
        {
            ReadOnlySpan<byte> bytes = volume.Files[name];
            ReadOnlySpan<byte> rest = offset < bytes.Length ? bytes[(int)offset..] : [];
            rest = rest[..Math.Min(rest.Length, destination.Length)];
            rest.CopyTo(destination);
            return rest.Length;
        }

        /// <summary>Like a real disk: what fits is written even though the call then fails.</summary>
        public int Write(ReadOnlySpan<byte> bytes, long offset)
        {
            int count = (int)Math.Min(Math.Min(bytes.Length, volume.WriteSize), Math.Max(0, volume.Room));
            if (count > 0)
            {
                byte[] file = volume.Files[name];
                if (offset + count > file.Length)
                {
                    Array.Resize(ref file, (int)offset + count);
                }

                bytes[..count].CopyTo(file.AsSpan((int)offset));
                volume.Files[name] = file;
                volume.Room -= volume.Room == long.MaxValue ? 0 : count;
            }

            return count > 0 || bytes.IsEmpty ? count : throw new IOException("No space left on device");
        }

        public void Truncate(long length)
        {
            if (volume.TruncateFails)
            {
                throw new IOException("cannot truncate");
            }

            byte[] file = volume.Files[name];
            Array.Resize(ref file, (int)length);
            volume.Files[name] = file;
        }

        /// <summary>Makes durable what was written before it began, and no more, however long it takes.</summary>
        public void Flush()
        {
            byte[] written = [.. volume.Files[name]];
            volume.FlushBegan?.TrySetResult();
            volume.HoldFlush?.Wait();
            if (volume.FlushFails)
            {
                throw new IOException("Input/output error");
            }

            volume.Flushes++;
            volume.OnDisk[name] = written;
        }

        public void Dispose()
        {
        }
    }
}
