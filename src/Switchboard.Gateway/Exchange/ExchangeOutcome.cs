namespace Switchboard.Gateway.Exchange;

/// <summary>How an exchange ended.</summary>
internal enum ExchangeOutcome
{
    /// <summary>Not ended yet.</summary>
    Pending,
    Success,
    CacheHit,

    /// <summary>Refused before any vendor was asked: bad input, no key, a limit.</summary>
    Rejected,

    /// <summary>The vendor, or the gateway, failed.</summary>
    Error,
    Timeout,

    /// <summary>The caller left before the end.</summary>
    Disconnected,
}
