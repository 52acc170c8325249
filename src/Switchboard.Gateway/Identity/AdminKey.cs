using System.Security.Cryptography;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Identity;

/// <summary>
/// The administrator's key: <c>SWITCHBOARD_ADMIN_KEY</c>, else one that is generated at the first start, shown once and kept as a hash.
/// </summary>
internal sealed class AdminKey
{
    private KeyHash? _hash;

    /// <summary>Settles which key is in force.</summary>
    /// <returns>The key's text where it was generated just now, to be shown this one time; else null.</returns>
    public async Task<string?> EstablishAsync(string? configured, IDirectoryStore store, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            _hash = KeyHash.Of(configured);
            return null;
        }

        _hash = await store.LoadAdminKeyAsync(cancel);
        if (_hash is not null)
        {
            return null;
        }

        var text = "sk-admin-" + RandomNumberGenerator.GetHexString(48, lowercase: true);
        await store.SaveAdminKeyAsync(KeyHash.Of(text), cancel);
        _hash = KeyHash.Of(text);
        return text;
    }

    public bool Matches(ReadOnlySpan<char> presented) => Matches(KeyHash.Of(presented));

    public bool Matches(KeyHash presented) => _hash is { } expected && presented == expected;
}
