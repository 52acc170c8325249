namespace Switchboard.Protocol.Errors;

/// <summary>An expected failure, as a value. A dialect's error writer turns it into what that dialect's clients understand.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">One or two sentences that tell the reader what to do next. Never holds a secret.</param>
public sealed record ExchangeError(ErrorKind Kind, string Message)
{
    /// <summary>A stable code, such as <c>model_not_found</c>; null takes the kind's own.</summary>
    public string? Code { get; init; }

    /// <summary>The request's field at fault, or null.</summary>
    public string? Param { get; init; }

    /// <summary>When it may help to ask again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The vendor that failed, or null.</summary>
    public string? Provider { get; init; }

    /// <summary>What ran out, where the kind is <see cref="ErrorKind.RateLimited"/>.</summary>
    public RateLimitUnit LimitedBy { get; init; }

    /// <summary>What the compliance scan found, where it forbade the request.</summary>
    public IReadOnlyList<string>? Violations { get; init; }

    /// <summary>How bad it found that, from 0 to 1.</summary>
    public double? RiskScore { get; init; }

    /// <summary>The status to answer with where it is not the kind's own (a vendor's 4xx handed on); null takes the kind's.</summary>
    public int? Status { get; init; }

    /// <summary>The HTTP status of this error.</summary>
    public int HttpStatus => Status ?? Kind switch
    {
        ErrorKind.InvalidRequest => 400,
        ErrorKind.Unauthenticated => 401,
        ErrorKind.Forbidden => 403,
        ErrorKind.ModelNotFound or ErrorKind.NotFound => 404,
        ErrorKind.MethodNotAllowed => 405,
        ErrorKind.TooLarge => 413,
        ErrorKind.UnsupportedMediaType => 415,
        ErrorKind.RateLimited or ErrorKind.BudgetExceeded => 429,
        ErrorKind.ProviderFailed => 502,
        ErrorKind.ProviderUnavailable or ErrorKind.Unavailable => 503,
        ErrorKind.Timeout => 504,
        _ => 500,
    };
}
