using System.Collections.Frozen;
using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Keys;

/// <summary>
/// The keys in force, served from memory: a store that is away locks nobody out. Changes are saved first, then take effect, one at a
/// time.
/// </summary>
internal sealed class KeyDirectory(IDirectoryStore store, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly Dictionary<string, VirtualKey> _stored = [];
    private IReadOnlyList<VirtualKey> _declared = [];
    private volatile FrozenDictionary<KeyHash, VirtualKey> _byHash = FrozenDictionary<KeyHash, VirtualKey>.Empty;
    private volatile FrozenDictionary<string, VirtualKey> _byId = FrozenDictionary<string, VirtualKey>.Empty;

    /// <summary>True once any key exists or ever existed: from then on every caller needs one.</summary>
    public bool HasKeys { get; private set; }

    /// <summary>All keys, revoked ones too, newest first.</summary>
    public IReadOnlyList<VirtualKey> All => [.. _byHash.Values.OrderByDescending(static k => k.CreatedAt).ThenBy(static k => k.Name, StringComparer.Ordinal)];

    public VirtualKey? Find(ReadOnlySpan<char> presented) => Find(KeyHash.Of(presented));

    public VirtualKey? Find(KeyHash hash) => _byHash.GetValueOrDefault(hash);

    public VirtualKey? FindById(string id) => _byId.GetValueOrDefault(id);

    public async Task LoadAsync(CancellationToken cancel)
    {
        var contents = await store.LoadAsync(cancel);
        await ChangeAsync(
            () =>
            {
                _stored.Clear();
                foreach (var key in contents.Keys)
                {
                    _stored[key.Id] = key;
                }
            },
            cancel);
        HasKeys |= contents.HadKeys;
    }

    /// <summary>Puts the configuration file's keys in force instead of those that it declared before.</summary>
    public async Task DeclareAsync(IReadOnlyList<KeySettings> keys, CancellationToken cancel)
    {
        var before = _declared;
        try
        {
            await DeclareOnlyAsync(keys, cancel);
        }
        catch
        {
            _declared = before;
            throw;
        }
    }

    private Task DeclareOnlyAsync(IReadOnlyList<KeySettings> keys, CancellationToken cancel) => ChangeAsync(
        () => _declared = [.. keys.Select(k => new VirtualKey("yaml-" + k.Name, k.Name, KeyHash.Of(k.Key), KeyText.SuffixOf(k.Key), k.Grant, time.GetUtcNow()) { Declared = true })],
        cancel);

    /// <summary>Makes a key. Its text is in the answer and nowhere else.</summary>
    public async Task<(VirtualKey Key, string Text)> CreateAsync(string name, KeyGrant grant, CancellationToken cancel)
    {
        var text = KeyText.Generate();
        var key = new VirtualKey("vk_" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), name, KeyHash.Of(text), KeyText.SuffixOf(text), grant, time.GetUtcNow());
        await SaveAsync(key, cancel);
        return (key, text);
    }

    /// <summary>Saves a new or changed key. A change that was under way while the key was revoked does not bring it back.</summary>
    public Task SaveAsync(VirtualKey key, CancellationToken cancel) => ChangeAsync(
        () => _stored[key.Id] = key,
        cancel,
        () =>
        {
            key = _stored.TryGetValue(key.Id, out var now) && now.RevokedAt is { } end ? key with { RevokedAt = end } : key;
            return store.SaveAsync(key, cancel);
        });

    /// <summary>Ends a key. Its record stays, so that the audit trail keeps its name and the server never falls back to open mode.</summary>
    public Task RevokeAsync(VirtualKey key, CancellationToken cancel) => SaveAsync(key with { RevokedAt = time.GetUtcNow() }, cancel);

    public void Dispose() => _changing.Dispose();

    private async Task ChangeAsync(Action change, CancellationToken cancel, Func<Task>? save = null)
    {
        await _changing.WaitAsync(cancel);
        try
        {
            if (save is not null)
            {
                await save();
            }

            change();
            var all = new Dictionary<KeyHash, VirtualKey>();
            foreach (var key in _stored.Values.Concat(_declared))
            {
                all[key.Hash] = key;
            }

            if (all.Count > 0 && !HasKeys)
            {
                await store.SaveHadKeysAsync(cancel);
                HasKeys = true;
            }

            _byHash = all.ToFrozenDictionary();
            _byId = all.Values.ToFrozenDictionary(static k => k.Id, StringComparer.Ordinal);
        }
        finally
        {
            _changing.Release();
        }
    }
}
