using System.Collections.Concurrent;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>Tokens that were verified, by their hash, so that a caller's next requests cost no signature. Bounded: those not used lately go first.</summary>
internal sealed class TokenCache
{
    public const int Most = 4_096;

    private volatile ConcurrentDictionary<KeyHash, VerifiedToken> _young = new();
    private volatile ConcurrentDictionary<KeyHash, VerifiedToken> _old = new();

    public VerifiedToken? Find(KeyHash hash)
    {
        if (_young.TryGetValue(hash, out var token))
        {
            return token;
        }

        if (_old.TryGetValue(hash, out token))
        {
            Save(hash, token);
        }

        return token;
    }

    public void Save(KeyHash hash, VerifiedToken token)
    {
        if (_young.Count >= Most)
        {
            (_old, _young) = (_young, new());
        }

        _young[hash] = token;
    }
}
