using System.Collections.Concurrent;
using System.Collections.Immutable;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Providers.Transport;

/// <summary>One way into a vendor: base URL, key, timeouts. Made once per configuration and key, and shared by all requests that go there.</summary>
public sealed class ProviderTarget
{
    private readonly ConcurrentDictionary<string, Uri> _endpoints = new(StringComparer.Ordinal);
    private readonly string _root;

    /// <summary>Makes a target.</summary>
    /// <param name="provider">The vendor.</param>
    /// <param name="root">What <see cref="ProviderBaseUrl"/> gave; null for a provider inside this process.</param>
    /// <param name="key">The key, or null to send none.</param>
    public ProviderTarget(KnownProvider provider, Uri? root, string? key)
    {
        Provider = provider;
        Root = root;
        Key = string.IsNullOrEmpty(key) ? null : key;
        Auth = AuthHeader.For(provider.KeyPlacement, Key);
        _root = root?.AbsoluteUri.TrimEnd('/') ?? "";
    }

    /// <summary>The vendor.</summary>
    public KnownProvider Provider { get; }

    /// <summary>The URL under which the vendor's operations lie.</summary>
    public Uri? Root { get; }

    /// <summary>How long the vendor may take.</summary>
    public ProviderTimeouts Timeouts { get; init; } = ProviderTimeouts.Default;

    /// <summary>Headers that the configuration adds to every request, for one an organisation's id.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ExtraHeaders { get; init; } = [];

    /// <summary>The vendor's options, by name.</summary>
    public ImmutableDictionary<string, string> Options
    {
        get;
        init
        {
            field = value;
            Secrets = [.. Provider.Options.Where(option => option.IsSecret && value.ContainsKey(option.Name)).Select(option => value[option.Name])];
        }
    } = ProviderOptions.None;

    internal string? Key { get; }

    /// <summary>What else must not be told, beside the key.</summary>
    internal ImmutableArray<string> Secrets { get; private init; } = [];

    internal AuthHeader? Auth { get; }

    /// <summary>The URL of an operation, such as <c>/chat/completions</c>; the same object each time.</summary>
    internal Uri Endpoint(string path) =>
        _endpoints.GetOrAdd(path, static (path, root) => new Uri(root + path), _root);

    /// <summary>The URL of an operation whose path holds a model's name or an id; not kept, since callers make such names up.</summary>
    internal Uri EndpointOf(string path) => new(_root + path);

    /// <summary>The provider's name and URL; never the key.</summary>
    /// <returns>A text for logs.</returns>
    public override string ToString() => $"{Provider.Name} at {Root}";
}
