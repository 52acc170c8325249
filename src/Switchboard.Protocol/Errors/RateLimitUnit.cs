namespace Switchboard.Protocol.Errors;

/// <summary>What a rate limit counts.</summary>
public enum RateLimitUnit
{
    /// <summary>Requests in the window.</summary>
    Requests,

    /// <summary>Tokens in the window.</summary>
    Tokens,
}
