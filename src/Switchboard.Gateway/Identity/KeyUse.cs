using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Identity;

/// <summary>Whether a key that is known may be used now.</summary>
internal static class KeyUse
{
    public static ExchangeError? Refusal(VirtualKey key, DateTimeOffset now) =>
        key.RevokedAt is not null ? new ExchangeError(ErrorKind.Unauthenticated, "This API key was revoked. Ask the administrator for a new one.")
        : key.Grant.ExpiresAt is { } end && end <= now ? new ExchangeError(ErrorKind.Unauthenticated, $"This API key expired at {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Ask the administrator to extend it.")
        : null;
}
