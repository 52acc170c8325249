namespace Switchboard.Protocol.Errors;

/// <summary>Why a request was not answered. Each dialect gives a kind its own status, type and code.</summary>
public enum ErrorKind
{
    /// <summary>The request cannot be understood: 400.</summary>
    InvalidRequest,

    /// <summary>No credentials, or unknown ones: 401.</summary>
    Unauthenticated,

    /// <summary>Known, but not allowed: 403.</summary>
    Forbidden,

    /// <summary>The model, or the provider it names, is not served here: 404.</summary>
    ModelNotFound,

    /// <summary>Nothing is at this path: 404.</summary>
    NotFound,

    /// <summary>The path answers another method: 405.</summary>
    MethodNotAllowed,

    /// <summary>The body is over the limit: 413.</summary>
    TooLarge,

    /// <summary>The body's media type is not taken here: 415.</summary>
    UnsupportedMediaType,

    /// <summary>Too many requests or tokens in the window: 429.</summary>
    RateLimited,

    /// <summary>The budget is used up: 429.</summary>
    BudgetExceeded,

    /// <summary>A fault of ours: 500.</summary>
    Internal,

    /// <summary>The vendor failed, or answered what cannot be understood: 502.</summary>
    ProviderFailed,

    /// <summary>The vendor cannot be reached or is overloaded, or its key is missing: 503.</summary>
    ProviderUnavailable,

    /// <summary>We cannot take the request now (for one, the audit spool is full): 503.</summary>
    Unavailable,

    /// <summary>The vendor did not answer in time: 504.</summary>
    Timeout,
}
