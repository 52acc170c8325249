namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>The keys of an issuer at one time. Another set is another object, so that what an earlier one proved is proved anew.</summary>
internal sealed class KeySet(IReadOnlyList<SigningKey> keys)
{
    /// <summary>A token without a key's name makes no more work than this.</summary>
    private const int MostTried = 4;

    public IReadOnlyList<SigningKey> Keys { get; } = keys;

    /// <summary>The keys that a token may have been signed with. Names are compared and nothing else: they are never a path or a query.</summary>
    public IEnumerable<SigningKey> Fitting(TokenAlgorithm algorithm, string? id) =>
        Keys.Where(k => k.Algorithm == algorithm && (id is null || k.Id is null || k.Id == id)).Take(MostTried);
}
