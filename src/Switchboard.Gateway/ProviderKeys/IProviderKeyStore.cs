namespace Switchboard.Gateway.ProviderKeys;

/// <summary>Where the keys that were made over HTTP last. Saving replaces what has the same id.</summary>
internal interface IProviderKeyStore
{
    Task<IReadOnlyList<StoredProviderKey>> LoadAsync(CancellationToken cancel);

    Task SaveAsync(StoredProviderKey key, CancellationToken cancel);

    Task DeleteAsync(string id, CancellationToken cancel);
}
