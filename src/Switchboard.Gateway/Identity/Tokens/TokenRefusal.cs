using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>Why a token is not taken, in words that repeat nothing of it.</summary>
internal static class TokenRefusal
{
    public static readonly ExchangeError Malformed = Of("This token is not a signed JWT: three base64url parts that hold JSON without repeated names. Send what the issuer gave out, unchanged.");
    public static readonly ExchangeError TooLong = Of("This token is longer than 16,384 characters. Have the issuer leave out claims, such as long lists of groups.");
    public static readonly ExchangeError Algorithm = Of("This token is signed in a way that is not allowed for its issuer. See auth.tokens[].algorithms.");
    public static readonly ExchangeError Critical = Of("This token wants extensions understood (crit) that are not known here.");
    public static readonly ExchangeError Kind = Of("This is a token for another end than access (typ). Send an access token.");
    public static readonly ExchangeError Issuer = Of("This token's issuer is not one of this server's. See auth.tokens.");
    public static readonly ExchangeError Signature = Of("This token's signature does not fit any key of its issuer. Get a new token; if it stays, the issuer's keys here are not the current ones.");
    public static readonly ExchangeError Audience = Of("This token is meant for another service (aud). Ask the issuer for one for this server.");
    public static readonly ExchangeError NoExpiry = Of("This token does not say when it ends (exp). Only tokens that end are taken.");
    public static readonly ExchangeError Expired = Of("This token has expired. Get a new one from its issuer.");
    public static readonly ExchangeError NotYet = Of("This token is not valid yet (nbf). Check this machine's clock and the issuer's.");
    public static readonly ExchangeError Key = Of("The key that this token stands for is not one that a token may stand for, or is not known here. Ask the administrator.");

    /// <summary>No key set was ever loaded: nothing can be said of any token, so it is not the caller's fault.</summary>
    public static readonly ExchangeError NoKeys = new(ErrorKind.Unavailable, "Tokens of this issuer cannot be checked now: its keys could not be fetched yet. Ask again in a few seconds.") { Code = "token_keys_unavailable", RetryAfter = TimeSpan.FromSeconds(5) };

    public static readonly ExchangeError Unregistered = new(ErrorKind.Forbidden, "This token's user is not registered here, or belongs to another organisation than the token says. The administrator registers users with POST /api/enterprise/users.") { Code = "user_not_registered" };

    public static ExchangeError Claim(string name) => Of($"This token's claim '{name}' is missing or is not what is wanted: a text of at most 256 printable characters, or for roles a list of such.");

    private static ExchangeError Of(string reason) => new(ErrorKind.Unauthenticated, reason) { Code = "invalid_token" };
}
