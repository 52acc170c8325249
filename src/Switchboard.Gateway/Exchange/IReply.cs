namespace Switchboard.Gateway.Exchange;

/// <summary>Where an answer goes: an HTTP response, or a caller in the same process.</summary>
internal interface IReply
{
    /// <summary>True once the status is out and cannot change any more.</summary>
    bool Started { get; }

    /// <summary>Sets status and headers. Nothing leaves before the first write.</summary>
    void Start(int status, string contentType, IReadOnlyList<KeyValuePair<string, string>> headers, long? length);

    /// <summary>Writes a part of the answer. With <paramref name="flush"/> it leaves at once.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> part, bool flush, CancellationToken cancel);

    /// <summary>Breaks an answer off that has started, so that nobody takes it for whole.</summary>
    void Abort();
}
