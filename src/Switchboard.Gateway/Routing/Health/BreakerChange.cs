namespace Switchboard.Gateway.Routing.Health;

/// <summary>What the end of a call has done to a breaker.</summary>
internal enum BreakerChange
{
    None,

    /// <summary>It was closed. A rest that begins again after a probe has failed is no new opening.</summary>
    Opened,

    /// <summary>It had opened.</summary>
    Closed,
}
