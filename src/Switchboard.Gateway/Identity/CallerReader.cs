using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Identity;

/// <summary>Finds out from a request's headers who asks.</summary>
internal sealed class CallerReader(KeyDirectory keys, AdminKey admin, OpenMode openMode, TimeProvider time)
{
    private const int LongestId = 256;
    private static readonly Caller Administrator = new() { Tenant = "admin", Role = Role.Admin };

    /// <summary>
    /// The caller, or why there is none. An <c>x-api-key</c> that is a key of this server counts as the Bearer; any other is the caller's own
    /// key for the vendor, and says nothing about who asks.
    /// </summary>
    public (Caller? Caller, ExchangeError? Error) Read(IHeaderDictionary headers)
    {
        var presented = Bearer(headers.Authorization);
        if (presented.IsEmpty && headers["x-api-key"] is [{ } apiKey] && IsOurs(apiKey))
        {
            presented = apiKey;
        }

        if (!presented.IsEmpty)
        {
            if (keys.Find(presented) is { } key)
            {
                return Check(key);
            }

            if (admin.Matches(presented))
            {
                return (Administrator, null);
            }
        }

        // SDKs insist on sending some key, so an open server takes any, except one that was clearly meant to be a virtual key.
        if (openMode.IsOpen && !presented.StartsWith(KeyText.Prefix, StringComparison.Ordinal))
        {
            return (Caller.Local, null);
        }

        return (null, new ExchangeError(ErrorKind.Unauthenticated, presented.IsEmpty
            ? "No API key was given. Send a virtual key as 'Authorization: Bearer sk-sf-…' (or in x-api-key); the administrator makes one with POST /api/enterprise/vkeys."
            : "This API key is not known here. Check it for typing mistakes, or ask the administrator for a new one."));
    }

    /// <summary>The caller's own key for a vendor, or null. A key of this server never goes to a vendor, whatever it looks like.</summary>
    public string? VendorKey(IHeaderDictionary headers) => headers["x-api-key"] is [{ Length: > 0 } key] && !IsOurs(key) ? key : null;

    /// <summary>User, conversation and trace as the headers have them; over-long or repeated values count as absent, and so does a trace that could not be sent back.</summary>
    public static RequestIdentity Identity(IHeaderDictionary headers, Caller? caller)
    {
        var asserted = Id(headers["x-smartflow-user-id"]) ?? Id(headers["x-user-id"]);
        var owner = caller?.Key?.Grant.Owner;
        return new RequestIdentity(
            asserted ?? owner,
            asserted is not null ? "asserted" : owner is not null ? "owner" : null,
            Id(headers["x-conversation-id"]) ?? Id(headers["x-session-id"]),
            Id(headers["x-a2a-trace-id"]) is { } trace && HeaderText.CanBeSent(trace) ? trace : null);
    }

    /// <summary>Keys that the configuration declares, and the administrator's, need not look like virtual keys.</summary>
    private bool IsOurs(string key) => key.StartsWith(KeyText.Prefix, StringComparison.Ordinal) || keys.Find(key) is not null || admin.Matches(key);

    private (Caller? Caller, ExchangeError? Error) Check(VirtualKey key)
    {
        if (key.RevokedAt is not null)
        {
            return (null, new ExchangeError(ErrorKind.Unauthenticated, "This API key was revoked. Ask the administrator for a new one."));
        }

        if (key.Grant.ExpiresAt is { } end && end <= time.GetUtcNow())
        {
            return (null, new ExchangeError(ErrorKind.Unauthenticated, $"This API key expired at {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Ask the administrator to extend it."));
        }

        return (new Caller { Tenant = key.Tenant, Role = key.Grant.Role, Key = key }, null);
    }

    private static ReadOnlySpan<char> Bearer(StringValues authorization)
    {
        const string scheme = "Bearer ";
        return authorization is [{ } value] && value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? value.AsSpan(scheme.Length).Trim() : default;
    }

    private static string? Id(StringValues values) => values is [{ Length: > 0 and <= LongestId } value] ? value : null;
}
