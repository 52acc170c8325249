using Switchboard.Gateway.Keys;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>A directory store that is away when told to.</summary>
internal sealed class AwayDirectory : IDirectoryStore
{
    private volatile bool away;

    public IDirectoryStore Inner { get; set; } = null!;

    public bool IsAway { get => away; set => away = value; }

    private IDirectoryStore Reached => away ? throw new IOException("connection refused") : Inner;

    public Task<DirectoryContents> LoadAsync(CancellationToken cancel) => Reached.LoadAsync(cancel);

    public Task SaveAsync(VirtualKey key, CancellationToken cancel) => Reached.SaveAsync(key, cancel);

    public Task SaveAsync(Team team, CancellationToken cancel) => Reached.SaveAsync(team, cancel);

    public Task SaveAsync(Organization organization, CancellationToken cancel) => Reached.SaveAsync(organization, cancel);

    public Task SaveAsync(User user, CancellationToken cancel) => Reached.SaveAsync(user, cancel);

    public Task DeleteTeamAsync(string id, CancellationToken cancel) => Reached.DeleteTeamAsync(id, cancel);

    public Task DeleteOrganizationAsync(string id, CancellationToken cancel) => Reached.DeleteOrganizationAsync(id, cancel);

    public Task DeleteUserAsync(string id, CancellationToken cancel) => Reached.DeleteUserAsync(id, cancel);

    public Task<KeyHash?> LoadAdminKeyAsync(CancellationToken cancel) => Reached.LoadAdminKeyAsync(cancel);

    public Task SaveAdminKeyAsync(KeyHash hash, CancellationToken cancel) => Reached.SaveAdminKeyAsync(hash, cancel);

    public Task SaveHadKeysAsync(CancellationToken cancel) => Reached.SaveHadKeysAsync(cancel);
}
