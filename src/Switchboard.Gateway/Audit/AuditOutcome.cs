namespace Switchboard.Gateway.Audit;

/// <summary>How an exchange ended. Strings, so that a reader meets an outcome of a later version without harm.</summary>
internal static class AuditOutcome
{
    public const string Success = "success";
    public const string Error = "error";
    public const string CacheHit = "cache_hit";
    public const string Blocked = "blocked";
    public const string Disconnected = "disconnected";
    public const string Timeout = "timeout";
    public const string Rejected = "rejected";

    /// <summary>The server died with the exchange in flight: written at the next start for a reservation that no record closed.</summary>
    public const string Interrupted = "interrupted";
}
