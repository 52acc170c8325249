using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Providers.Transport;

/// <summary>One request to a vendor, in the vendor's dialect.</summary>
public sealed class ProviderCall
{
    /// <summary>Where it goes.</summary>
    public required ProviderTarget Target { get; init; }

    /// <summary>The vendor's own name of the model; the body names it already.</summary>
    public required string Model { get; init; }

    /// <summary>What is asked for.</summary>
    public Operation Operation { get; init; } = Operation.Chat;

    /// <summary>
    /// The operation under the target's root, such as <c>/embeddings</c>, with its query; null leaves it to the adapter, which knows where
    /// chat is.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>The HTTP method.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>A body that is sent while it comes in, in place of <see cref="Body"/>.</summary>
    public StreamedBody? Streamed { get; init; }

    /// <summary>The JSON body. It must not change until the reply is disposed.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The wire language of the body, for a vendor that speaks several.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>True where the body asks for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>The caller's headers that the vendor should see (<c>anthropic-version</c>, <c>anthropic-beta</c>, …). Key headers among them are not sent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The caller's own key of the vendor, which takes the target's place for this request alone.</summary>
    public string? CallerVendorKey { get; init; }

    /// <summary>A short-lived key that the adapter was given for the vendor's credentials; it goes as a bearer's.</summary>
    internal string? IssuedKey { get; set; }

    internal string? Key => CallerVendorKey ?? IssuedKey ?? Target.Key;

    internal AuthHeader? Auth =>
        CallerVendorKey is { } own ? AuthHeader.For(Target.Provider.KeyPlacement, own)
        : IssuedKey is { } issued ? AuthHeader.For(KeyPlacement.Bearer, issued)
        : Target.Auth;

    /// <summary>A text in which no occurrence of the key, or of another secret, that this call uses is left.</summary>
    /// <param name="text">A text that may hold it, for one a vendor's error message.</param>
    /// <returns>The text with <c>[key]</c> in its place.</returns>
    public string Scrub(string text)
    {
        text = KeyScrub.Remove(KeyScrub.Remove(text, CallerVendorKey, Target.Key), IssuedKey, null);
        foreach (string secret in Target.Secrets)
        {
            text = KeyScrub.Remove(text, secret, null);
        }
        return text;
    }

    /// <summary>True where a text tells the key, or another secret, that this call uses.</summary>
    internal bool IsToldIn(string text)
    {
        foreach (string secret in Target.Secrets)
        {
            if (KeyScrub.Holds(text, secret))
            {
                return true;
            }
        }
        return KeyScrub.Holds(text, Key);
    }
}
