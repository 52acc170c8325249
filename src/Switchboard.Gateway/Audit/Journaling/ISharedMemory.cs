namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Memory that outlives this process: what is written there is found by the next one, without a system call per write.</summary>
internal interface ISharedMemory : IDisposable
{
    int Size { get; }

    void Write(ReadOnlySpan<byte> bytes, int at);

    void Read(Span<byte> destination, int at);
}
