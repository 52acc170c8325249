using Switchboard.Gateway.Keys;

namespace Switchboard.UnitTests.Gateway.Keys;

/// <summary>A directory's store in memory, which can be made to fail.</summary>
internal sealed class MemoryDirectoryStore : IDirectoryStore
{
    private readonly Dictionary<string, VirtualKey> keys = [];

    public bool HadKeys { get; set; }

    public KeyHash? AdminKey { get; private set; }

    public Exception? Fault { get; set; }

    public IReadOnlyDictionary<string, VirtualKey> Keys => keys;

    public Task<DirectoryContents> LoadAsync(CancellationToken cancel) => Task.FromResult(new DirectoryContents([.. keys.Values], [], [], []) { HadKeys = HadKeys });

    public Task SaveAsync(VirtualKey key, CancellationToken cancel) => Do(() => keys[key.Id] = key);

    public Task SaveAsync(Team team, CancellationToken cancel) => Do(() => { });

    public Task SaveAsync(Organization organization, CancellationToken cancel) => Do(() => { });

    public Task SaveAsync(User user, CancellationToken cancel) => Do(() => { });

    public Task DeleteTeamAsync(string id, CancellationToken cancel) => Do(() => { });

    public Task DeleteOrganizationAsync(string id, CancellationToken cancel) => Do(() => { });

    public Task DeleteUserAsync(string id, CancellationToken cancel) => Do(() => { });

    public Task<KeyHash?> LoadAdminKeyAsync(CancellationToken cancel) => Task.FromResult(AdminKey);

    public Task SaveAdminKeyAsync(KeyHash hash, CancellationToken cancel) => Do(() => AdminKey = hash);

    public Task SaveHadKeysAsync(CancellationToken cancel) => Do(() => HadKeys = true);

    private Task Do(Action change)
    {
        if (Fault is not null)
        {
            return Task.FromException(Fault);
        }

        change();
        return Task.CompletedTask;
    }
}
