using System.Diagnostics.CodeAnalysis;

namespace Switchboard.Providers.Catalogue;

/// <summary>Turns what a user wrote as a vendor's base URL into the root under which the vendor's operations lie.</summary>
public static class ProviderBaseUrl
{
    /// <summary>
    /// Resolves a base URL. A path with a version segment (<c>/v1</c>, <c>/v1beta/openai</c>) is taken as written; any other gets
    /// <c>/v1</c>, so that it may be given with or without; where the vendor's version has another name, that one takes the place of
    /// <c>/v1</c>. A vendor without versions gets its root, whatever is written after it; one whose URLs differ keeps what was written. The vendor's own host without its path means the
    /// default.
    /// </summary>
    /// <param name="provider">The vendor.</param>
    /// <param name="configured">The user's URL, or null for the vendor's default.</param>
    /// <param name="root">The root, without a trailing slash in its path.</param>
    /// <param name="fault">What is wrong, in a sentence.</param>
    /// <returns>True if there is a root.</returns>
    public static bool TryResolve(
        KnownProvider provider, string? configured, [NotNullWhen(true)] out Uri? root, [NotNullWhen(false)] out string? fault) =>
        TryResolve(provider, configured, ProviderOptions.None, out root, out fault);

    /// <summary>The same for a vendor whose default base URL holds options.</summary>
    /// <param name="provider">The vendor.</param>
    /// <param name="configured">The user's URL, or null for the vendor's default.</param>
    /// <param name="options">The vendor's options that are set, by name.</param>
    /// <param name="root">The root, without a trailing slash in its path.</param>
    /// <param name="fault">What is wrong, in a sentence.</param>
    /// <returns>True if there is a root.</returns>
    public static bool TryResolve(
        KnownProvider provider,
        string? configured,
        IReadOnlyDictionary<string, string> options,
        [NotNullWhen(true)] out Uri? root,
        [NotNullWhen(false)] out string? fault)
    {
        root = null;
        fault = null;
        string? usual = provider.BaseUrlWith(options);
        string? text = string.IsNullOrWhiteSpace(configured) ? usual : configured.Trim();
        if (text is null)
        {
            fault = provider.DefaultBaseUrl is null
                ? $"{provider.Name} has no default base URL. Set {Setting(provider)}."
                : $"The base URL of {provider.Name} is not complete. Set {provider.Needs}.";
            return false;
        }
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            fault = $"The base URL of {provider.Name} must be an absolute http or https URL without user, query or fragment. Correct {Setting(provider)}.";
            return false;
        }
        root = Root(provider, uri, usual);
        return true;
    }

    /// <summary>The variable or setting that a message about this vendor's URL should name.</summary>
    internal static string Setting(KnownProvider provider) => provider.BaseUrlVariables.IsEmpty
        ? $"providers.{provider.Name}.base_url"
        : $"{provider.BaseUrlVariables[0]} (or providers.{provider.Name}.base_url)";

    private static Uri Root(KnownProvider provider, Uri uri, string? defaultUrl)
    {
        string path = uri.AbsolutePath.TrimEnd('/');
        string unversioned = path.EndsWith("/v1", StringComparison.Ordinal) ? path[..^3] : path;
        if (Uri.TryCreate(defaultUrl, UriKind.Absolute, out Uri? usual)
            && usual.GetLeftPart(UriPartial.Authority) == uri.GetLeftPart(UriPartial.Authority)
            && usual.AbsolutePath.TrimEnd('/').StartsWith(unversioned, StringComparison.Ordinal))
        {
            return usual;
        }
        path = provider.Version switch
        {
            null => path,
            "" => unversioned.EndsWith("/api", StringComparison.Ordinal) ? unversioned[..^4] : unversioned,
            "v1" => HasVersion(path) ? path : path + "/v1",
            var other => HasVersion(unversioned) ? unversioned : $"{unversioned}/{other}",
        };
        return new Uri(uri.GetLeftPart(UriPartial.Authority) + path);
    }

    private static bool HasVersion(ReadOnlySpan<char> path)
    {
        foreach (Range range in path.Split('/'))
        {
            ReadOnlySpan<char> segment = path[range];
            if (segment.Length >= 2 && segment[0] == 'v' && char.IsAsciiDigit(segment[1]))
            {
                return true;
            }
        }
        return false;
    }
}
