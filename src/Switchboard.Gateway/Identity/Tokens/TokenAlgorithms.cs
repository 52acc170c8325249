namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>How algorithms are spelled. <c>none</c> is none of them.</summary>
internal static class TokenAlgorithms
{
    public const string Names = "HS256, RS256 or ES256";

    public static bool TryParse(string? text, out TokenAlgorithm algorithm)
    {
        (var ok, algorithm) = text switch
        {
            "HS256" => (true, TokenAlgorithm.Hs256),
            "RS256" => (true, TokenAlgorithm.Rs256),
            "ES256" => (true, TokenAlgorithm.Es256),
            _ => (false, default),
        };
        return ok;
    }

    public static string Name(this TokenAlgorithm algorithm) => algorithm switch
    {
        TokenAlgorithm.Hs256 => "HS256",
        TokenAlgorithm.Rs256 => "RS256",
        _ => "ES256",
    };
}
