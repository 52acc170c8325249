namespace Switchboard.Gateway.Routing.Health;

/// <summary>How one call to a vendor went, as far as the vendor's health is concerned.</summary>
internal enum AttemptResult
{
    Success,

    /// <summary>The vendor failed: no connection, no answer in time, a 5xx, an answer that is none.</summary>
    Failure,

    /// <summary>The vendor wants fewer requests.</summary>
    RateLimited,

    /// <summary>Says nothing of the vendor: a fault of the request, or the caller left.</summary>
    Neither,
}
