using Microsoft.Extensions.Logging;

namespace Switchboard.Gateway.ProviderKeys;

/// <summary>
/// The providers' keys that were made over HTTP, in memory while the server runs. Changes are saved first, then take effect, one at a time.
/// </summary>
internal sealed partial class ProviderKeyDirectory(IProviderKeyStore store, KeySealer sealer, TimeProvider time, ILogger<ProviderKeyDirectory> log) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile IReadOnlyList<ProviderKey> _all = [];

    /// <summary>Raised after a change has taken effect here.</summary>
    public event Action? Changed;

    /// <summary>All stored keys, oldest first.</summary>
    public IReadOnlyList<ProviderKey> All => _all;

    public async Task LoadAsync(CancellationToken cancel)
    {
        var stored = await store.LoadAsync(cancel);
        _all = [.. stored.Select(Open).OrderBy(static k => k.Id, StringComparer.Ordinal)];
        foreach (var key in _all.Where(static k => k.Text is null))
        {
            LogUnreadable(key.Id, key.Provider);
        }
    }

    public async Task<ProviderKey> CreateAsync(ProviderKey key, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        key = key with { Id = "pk_" + Guid.CreateVersion7(now).ToString("N"), CreatedAt = now, Source = ProviderKeySource.Api, Suffix = ProviderKey.SuffixOf(key.Text!) };
        await ChangeAsync(() => store.SaveAsync(Seal(key), cancel), all => [.. all, key], cancel);
        LogMade(key.Id, key.Provider);
        return key;
    }

    /// <summary>Changes a key as it is by then; null where it is gone.</summary>
    public async Task<ProviderKey?> ChangeAsync(string id, Func<ProviderKey, ProviderKey> change, CancellationToken cancel)
    {
        ProviderKey? changed = null;
        await ChangeAsync(
            async () =>
            {
                if (_all.FirstOrDefault(k => k.Id == id) is not { } old)
                {
                    return;
                }

                var key = change(old);
                key = key with { Suffix = key.Text is { } text ? ProviderKey.SuffixOf(text) : key.Suffix };
                await SaveAsync(key, old, cancel);
                changed = key;
            },
            all => [.. all.Select(k => k.Id == id && changed is not null ? changed : k)],
            cancel);
        return changed;
    }

    /// <summary>Removes a key, sealed text and all.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancel)
    {
        await ChangeAsync(() => store.DeleteAsync(id, cancel), all => [.. all.Where(k => k.Id != id)], cancel);
        LogRemoved(id);
    }

    public void Dispose() => _changing.Dispose();

    private static string Owner(string id, string provider) => $"{provider}/{id}";

    private async Task SaveAsync(ProviderKey key, ProviderKey old, CancellationToken cancel)
    {
        if (key.Text is not null)
        {
            await store.SaveAsync(Seal(key), cancel);
            return;
        }

        // Unreadable here, but not elsewhere: another root secret may still open it.
        var kept = (await store.LoadAsync(cancel)).Single(k => k.Id == old.Id);
        await store.SaveAsync(kept with { Rules = RulesOf(key) }, cancel);
    }

    private StoredProviderKey Seal(ProviderKey key) => new(key.Id, key.Provider, sealer.Seal(key.Text!, Owner(key.Id, key.Provider)), key.Suffix, RulesOf(key), key.CreatedAt ?? time.GetUtcNow());

    private static ProviderKeyRules RulesOf(ProviderKey key) => new() { Name = key.Name, Weight = key.Weight, Rpm = key.Rpm, Tpm = key.Tpm, Concurrent = key.Concurrent, Budgets = key.Budgets.Count > 0 ? key.Budgets : null, Disabled = !key.Enabled };

    private ProviderKey Open(StoredProviderKey stored) => new(stored.Id, stored.Provider)
    {
        Text = sealer.Open(stored.Sealed, Owner(stored.Id, stored.Provider)),
        Suffix = stored.Suffix,
        Name = stored.Rules.Name,
        Weight = stored.Rules.Weight,
        Rpm = stored.Rules.Rpm,
        Tpm = stored.Rules.Tpm,
        Concurrent = stored.Rules.Concurrent,
        Budgets = stored.Rules.Budgets ?? [],
        Enabled = !stored.Rules.Disabled,
        CreatedAt = stored.CreatedAt,
        Source = ProviderKeySource.Api,
    };

    private async Task ChangeAsync(Func<Task> save, Func<IReadOnlyList<ProviderKey>, IReadOnlyList<ProviderKey>> change, CancellationToken cancel)
    {
        await _changing.WaitAsync(cancel);
        try
        {
            await save();
            _all = change(_all);
            Changed?.Invoke();
        }
        finally
        {
            _changing.Release();
        }
    }

    [LoggerMessage(EventName = "ProviderKeyMade", Level = LogLevel.Information, Message = "The key {Id} of {Provider} was made and is in use")]
    private partial void LogMade(string id, string provider);

    [LoggerMessage(EventName = "ProviderKeyRemoved", Level = LogLevel.Information, Message = "The provider's key {Id} was removed")]
    private partial void LogRemoved(string id);

    [LoggerMessage(EventName = "ProviderKeyUnreadable", Level = LogLevel.Error, Message = "The key {Id} of {Provider} was sealed under another root secret and is out of use. Start with that secret, or give the key again: PATCH /api/enterprise/provider-keys/{Id}")]
    private partial void LogUnreadable(string id, string provider);
}
