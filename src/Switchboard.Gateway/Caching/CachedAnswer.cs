using Switchboard.Gateway.Exchange;

namespace Switchboard.Gateway.Caching;

/// <summary>
/// One finished answer in the caller's dialect, byte for byte: either a body, or a stream's frames, its usage frame (which only those see
/// who ask for it) and its last frame, one after the other.
/// </summary>
internal sealed record CachedAnswer
{
    public required bool Stream { get; init; }

    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Where the usage frame starts; of a body, its length.</summary>
    public required int UsageStart { get; init; }

    /// <summary>Where the last frame starts; of a body, its length.</summary>
    public required int EndStart { get; init; }

    public required Answer Answer { get; init; }

    public required string Provider { get; init; }

    /// <summary>What the answer cost when a vendor gave it.</summary>
    public required long CostMicros { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Bytes of memory that it takes, about.</summary>
    public int Size => Bytes.Length + 256;
}
