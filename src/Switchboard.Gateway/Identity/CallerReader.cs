using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Identity.Tokens;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Identity;

/// <summary>Finds out who asks: from a request's headers, or from a credential that came another way (a socket's query, a cookie).</summary>
internal sealed class CallerReader(KeyDirectory keys, AdminKey admin, TokenVerifier tokens, TokenAuthority authority, OpenMode openMode, TimeProvider time)
{
    private const int LongestId = 256;
    private static readonly Caller Administrator = new() { Tenant = "admin", Role = Role.Admin };

    /// <summary>
    /// The caller, or why there is none. An <c>x-api-key</c> that is a key of this server, or a token that it takes, counts as the Bearer; any
    /// other is the caller's own key for the vendor, and says nothing about who asks.
    /// </summary>
    public ValueTask<(Caller? Caller, ExchangeError? Error)> ReadAsync(IHeaderDictionary headers, CancellationToken cancel)
    {
        var presented = Bearer(headers.Authorization);
        if (presented.IsEmpty && headers["x-api-key"] is [{ } apiKey] && IsOurs(apiKey))
        {
            presented = apiKey;
        }

        return AuthenticateAsync(presented, cancel);
    }

    /// <summary>The caller behind a credential: a virtual key, the administrator's, or a signed token; empty where there was none.</summary>
    public ValueTask<(Caller? Caller, ExchangeError? Error)> AuthenticateAsync(ReadOnlySpan<char> presented, CancellationToken cancel)
    {
        if (!presented.IsEmpty)
        {
            var hash = KeyHash.Of(presented);
            if (keys.Find(hash) is { } key)
            {
                return new(Check(key));
            }

            if (admin.Matches(hash))
            {
                return new((Administrator, null));
            }

            if (tokens.Takes(presented))
            {
                var proof = tokens.VerifyAsync(presented, hash, cancel);
                return proof.IsCompletedSuccessfully ? new(Holder(proof.Result)) : HolderAsync(proof);
            }
        }

        // SDKs insist on sending some key, so an open server takes any, except one that was clearly meant to be a virtual key.
        if (openMode.IsOpen && !presented.StartsWith(KeyText.Prefix, StringComparison.Ordinal))
        {
            return new((Caller.Local, null));
        }

        return new((null, new ExchangeError(ErrorKind.Unauthenticated, presented.IsEmpty
            ? "No API key was given. Send a virtual key as 'Authorization: Bearer sk-sf-…' (or in x-api-key); the administrator makes one with POST /api/enterprise/vkeys."
            : "This API key is not known here. Check it for typing mistakes, or ask the administrator for a new one.")));
    }

    /// <summary>The caller's own key for a vendor, or null. A credential of this server never goes to a vendor, whatever it looks like.</summary>
    public string? VendorKey(IHeaderDictionary headers) => headers["x-api-key"] is [{ Length: > 0 } key] && !IsOurs(key) ? key : null;

    /// <summary>
    /// User, conversation and trace: the user as a verified token has it, else as the headers do; over-long or repeated values count as
    /// absent, and so does a trace that could not be sent back.
    /// </summary>
    public static RequestIdentity Identity(IHeaderDictionary headers, Caller? caller)
    {
        var asserted = Id(headers["x-smartflow-user-id"]) ?? Id(headers["x-user-id"]);
        var owner = caller?.Key?.Grant.Owner;
        return new RequestIdentity(
            caller?.User ?? asserted ?? owner,
            caller?.User is not null ? AuditUserSource.Jwt : asserted is not null ? AuditUserSource.Asserted : owner is not null ? AuditUserSource.Owner : null,
            Id(headers["x-conversation-id"]) ?? Id(headers["x-session-id"]),
            Id(headers["x-a2a-trace-id"]) is { } trace && HeaderText.CanBeSent(trace) ? trace : null);
    }

    /// <summary>Keys that the configuration declares, and the administrator's, need not look like virtual keys.</summary>
    private bool IsOurs(string key) => key.StartsWith(KeyText.Prefix, StringComparison.Ordinal) || keys.Find(key) is not null || admin.Matches(key) || tokens.IsOurs(key);

    private (Caller? Caller, ExchangeError? Error) Check(VirtualKey key) => KeyUse.Refusal(key, time.GetUtcNow()) is { } refusal
        ? (null, refusal)
        : (new Caller { Tenant = key.Tenant, Role = key.Grant.Role, Key = key }, null);

    private (Caller? Caller, ExchangeError? Error) Holder(Outcome<VerifiedToken> proof) => proof.Value is { } token ? authority.CallerOf(token) : (null, proof.Error);

    private async ValueTask<(Caller? Caller, ExchangeError? Error)> HolderAsync(ValueTask<Outcome<VerifiedToken>> proof) => Holder(await proof);

    private static ReadOnlySpan<char> Bearer(StringValues authorization)
    {
        const string scheme = "Bearer ";
        return authorization is [{ } value] && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? value.AsSpan(scheme.Length).Trim() : default;
    }

    private static string? Id(StringValues values) => values is [{ Length: > 0 and <= LongestId } value] ? value : null;
}
