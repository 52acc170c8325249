namespace Switchboard.Gateway.Exchange;

/// <summary>
/// The few fields of a request that the gateway acts on, and where they stand in the body. Everything else is the vendor's business and
/// passes through untouched.
/// </summary>
internal sealed class GovernedFields
{
    public string Model { get; set; } = "";

    /// <summary>The model's JSON string with its quotes.</summary>
    public TokenRange ModelToken { get; set; }

    public bool Stream { get; set; }

    /// <summary>The most tokens that each choice may produce, as the caller limits it; null where it does not.</summary>
    public long? OutputLimit { get; set; }

    /// <summary>Whether the limit stands under <c>max_tokens</c>, which every vendor reads.</summary>
    public bool HasMaxTokens { get; set; }

    /// <summary>Images, documents and the like in the messages: a short address may stand for many tokens.</summary>
    public int Attachments { get; set; }

    /// <summary>The value of <c>max_tokens</c> where it is <c>null</c>; else empty.</summary>
    public TokenRange NullMaxTokens { get; set; }

    /// <summary>The value of <c>max_completion_tokens</c>, or of <c>max_output_tokens</c>, where it is <c>null</c>; else empty.</summary>
    public TokenRange NullMaxCompletionTokens { get; set; }

    /// <summary>How many choices are asked for.</summary>
    public long Choices { get; set; } = 1;

    public double? Temperature { get; set; }

    /// <summary>Responses: the response that the conversation goes on from, or null.</summary>
    public string? PreviousResponse { get; set; }

    /// <summary>Responses: whether the caller lets the answer be kept.</summary>
    public bool Store { get; set; } = true;

    /// <summary>Responses: whether tools are offered that the vendor runs itself.</summary>
    public bool HasVendorTools { get; set; }

    /// <summary>Whether the model has answered earlier in the conversation.</summary>
    public bool IsContinued { get; set; }

    /// <summary>Whether a tool has answered earlier in the conversation.</summary>
    public bool HasToolResults { get; set; }

    /// <summary>The value of <c>stream_options</c>; empty where there is none.</summary>
    public TokenRange StreamOptions { get; set; }

    /// <summary>The value of <c>stream_options.include_usage</c>; empty where there is none.</summary>
    public TokenRange IncludeUsageToken { get; set; }

    public bool IncludeUsage { get; set; }

    /// <summary>The <c>cache</c> directive with its name and one comma, so that cutting it out leaves valid JSON; empty where there is none.</summary>
    public TokenRange CacheDirective { get; set; }

    /// <summary>Whether the <c>cache</c> directive is the body's first field, so that its comma follows it.</summary>
    public bool CacheIsFirst { get; set; }

    public bool NoCache { get; set; }

    public bool NoStore { get; set; }

    /// <summary>The offset just after the body's opening brace.</summary>
    public int AfterBrace { get; set; }
}
