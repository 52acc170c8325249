using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>The issuers in force, by the name that their tokens carry (<c>iss</c>). Swapped as one when the configuration changes.</summary>
internal sealed class TokenIssuers(TimeProvider time, ILogger<KeySetSource> log) : IDisposable
{
    private readonly Lock _changing = new();
    private readonly KeySetFetch _fetch = new(time);
    private Dictionary<(string, TimeSpan), KeySetSource> _sources = [];
    private volatile FrozenDictionary<string, TokenIssuer> _byName = FrozenDictionary<string, TokenIssuer>.Empty;

    /// <summary>Whether tokens are taken at all.</summary>
    public bool Any => _byName.Count > 0;

    public TokenIssuer? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Puts these issuers in force. A key set that stays is not fetched anew: the last good one outlives a reload too.</summary>
    public void Apply(IReadOnlyList<TokenIssuerSettings> settings)
    {
        lock (_changing)
        {
            var sources = new Dictionary<(string, TimeSpan), KeySetSource>();
            _byName = settings.ToFrozenDictionary(static s => s.Issuer, s => new TokenIssuer(s, SourceOf(s, sources)), StringComparer.Ordinal);
            foreach (var (place, source) in _sources)
            {
                if (!sources.ContainsKey(place))
                {
                    source.Dispose();
                }
            }

            _sources = sources;
        }
    }

    public void Dispose()
    {
        Apply([]);
        _fetch.Dispose();
    }

    private KeySetSource? SourceOf(TokenIssuerSettings settings, Dictionary<(string, TimeSpan), KeySetSource> sources)
    {
        if (settings.Jwks is not { } place)
        {
            return null;
        }

        var slot = (place, settings.Refresh);
        if (!sources.TryGetValue(slot, out var source))
        {
            sources[slot] = source = _sources.GetValueOrDefault(slot) ?? KeySetSource.Start(place, settings.Refresh, _fetch, time, log);
        }

        return source;
    }
}
