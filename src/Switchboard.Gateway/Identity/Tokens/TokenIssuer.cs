using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>Somebody whose tokens are taken, with the keys to check them.</summary>
internal sealed class TokenIssuer(TokenIssuerSettings settings, KeySetSource? source)
{
    private readonly KeySet _fixed = new(settings.Keys);

    public TokenIssuerSettings Settings { get; } = settings;

    /// <summary>The keys now; null where they were never fetched.</summary>
    public KeySet? Keys => source is null ? _fixed : source.Current;

    public bool Allows(TokenAlgorithm algorithm) => Settings.Algorithms.Contains(algorithm);

    /// <summary>Looks for newer keys, where there may be any; gives those in force then.</summary>
    public Task<KeySet?> RefreshAsync(CancellationToken cancel) => source is null ? Task.FromResult<KeySet?>(_fixed) : source.RefreshAsync().WaitAsync(cancel);
}
