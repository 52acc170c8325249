namespace Switchboard.Gateway.Configuration;

/// <summary>Which of a token's claims say what. One that is not named counts for nothing, whatever the token holds.</summary>
internal sealed record TokenClaimNames
{
    public string User { get; init; } = "sub";

    public string? Team { get; init; }

    /// <summary>The organisation is the tenant: whoever names it may read its logs and its cached answers.</summary>
    public string? Organization { get; init; }

    public string? Role { get; init; }

    /// <summary>Holds the id of the virtual key that the token stands for.</summary>
    public string? Key { get; init; }
}
