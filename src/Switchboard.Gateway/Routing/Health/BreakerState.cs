namespace Switchboard.Gateway.Routing.Health;

/// <summary>Whether a target is asked.</summary>
internal enum BreakerState
{
    /// <summary>It is.</summary>
    Closed,

    /// <summary>It has failed too often and is left alone for a while.</summary>
    Open,

    /// <summary>One request may try it, or is trying it now.</summary>
    HalfOpen,
}
