using Switchboard.Gateway.Configuration;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Endpoints;

/// <summary>
/// What the bodies of requests under way take in memory, all together, so that however many come at once cannot exhaust it. Counted is what
/// was read, not what was declared: a declared length costs its sender nothing.
/// </summary>
internal sealed class BodyMemory(SettingsInForce settings)
{
    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(2);
    private long _held;

    /// <summary>Bytes of memory that bodies take now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Whether a body of this length would fit now.</summary>
    public bool HasRoomFor(long length) => Held + length <= settings.Server.BodyMemory;

    /// <summary>Takes memory for a body, or nothing where it would be too much.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= settings.Server.BodyMemory)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);

    /// <summary>What a request is told whose body found no room.</summary>
    public static ExchangeError Refusal { get; } = new(ErrorKind.Unavailable, "The requests under way fill the memory that is meant for their bodies. Ask again after the time in Retry-After; the administrator can raise server.body_memory.")
    {
        Code = "body_memory_full",
        RetryAfter = _retryAfter,
    };
}
