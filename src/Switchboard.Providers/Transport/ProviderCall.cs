using Switchboard.Protocol;

namespace Switchboard.Providers.Transport;

/// <summary>One request to a vendor, in the vendor's dialect.</summary>
public sealed class ProviderCall
{
    /// <summary>Where it goes.</summary>
    public required ProviderTarget Target { get; init; }

    /// <summary>The vendor's own name of the model; the body names it already.</summary>
    public required string Model { get; init; }

    /// <summary>The JSON body. It must not change until the reply is disposed.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The wire language of the body, for a vendor that speaks several.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>What is done: a body is posted, or what the vendor keeps is read or deleted.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>The id, fit for a path, of what is read or deleted; null where a body is posted.</summary>
    public string? Kept { get; init; }

    /// <summary>True where the body asks for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>The caller's headers that the vendor should see (<c>anthropic-version</c>, <c>anthropic-beta</c>, …). Key headers among them are not sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The caller's own key of the vendor, which takes the target's place for this request alone.</summary>
    public string? CallerVendorKey { get; init; }

    internal string? Key => CallerVendorKey ?? Target.Key;

    internal AuthHeader? Auth => CallerVendorKey is { } own ? AuthHeader.For(Target.Provider.KeyPlacement, own) : Target.Auth;

    /// <summary>A text in which no occurrence of the key that this call uses is left.</summary>
    /// <param name="text">A text that may hold it, for one a vendor's error message.</param>
    /// <returns>The text with <c>[key]</c> in its place.</returns>
    public string Scrub(string text) => KeyScrub.Remove(text, CallerVendorKey, Target.Key);
}
