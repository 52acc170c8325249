using System.Collections.Immutable;

namespace Switchboard.Gateway.Keys;

/// <summary>Teams, organisations and users, in memory and in the store. Saved first, then visible.</summary>
internal sealed class MembershipDirectory(IDirectoryStore store)
{
    private ImmutableDictionary<string, Team> _teams = ImmutableDictionary<string, Team>.Empty;
    private ImmutableDictionary<string, Organization> _organizations = ImmutableDictionary<string, Organization>.Empty;
    private ImmutableDictionary<string, User> _users = ImmutableDictionary<string, User>.Empty;

    private int _version;

    /// <summary>Changes whenever anything in here did.</summary>
    public int Version => Volatile.Read(ref _version);

    public IEnumerable<Team> Teams => _teams.Values;

    public IEnumerable<Organization> Organizations => _organizations.Values;

    public IEnumerable<User> Users => _users.Values;

    public Team? FindTeam(string id) => _teams.GetValueOrDefault(id);

    public Organization? FindOrganization(string id) => _organizations.GetValueOrDefault(id);

    public User? FindUser(string id) => _users.GetValueOrDefault(id);

    public async Task LoadAsync(CancellationToken cancel)
    {
        var contents = await store.LoadAsync(cancel);
        _teams = contents.Teams.ToImmutableDictionary(static t => t.Id);
        _organizations = contents.Organizations.ToImmutableDictionary(static o => o.Id);
        _users = contents.Users.ToImmutableDictionary(static u => u.Id);
        Interlocked.Increment(ref _version);
    }

    public async Task SaveAsync(Team team, CancellationToken cancel)
    {
        await store.SaveAsync(team, cancel);
        ImmutableInterlocked.AddOrUpdate(ref _teams, team.Id, team, (_, _) => team);
        Interlocked.Increment(ref _version);
    }

    public async Task SaveAsync(Organization organization, CancellationToken cancel)
    {
        await store.SaveAsync(organization, cancel);
        ImmutableInterlocked.AddOrUpdate(ref _organizations, organization.Id, organization, (_, _) => organization);
        Interlocked.Increment(ref _version);
    }

    public async Task SaveAsync(User user, CancellationToken cancel)
    {
        await store.SaveAsync(user, cancel);
        ImmutableInterlocked.AddOrUpdate(ref _users, user.Id, user, (_, _) => user);
        Interlocked.Increment(ref _version);
    }

    public async Task<bool> DeleteTeamAsync(string id, CancellationToken cancel)
    {
        await store.DeleteTeamAsync(id, cancel);
        var removed = ImmutableInterlocked.TryRemove(ref _teams, id, out _);
        Interlocked.Increment(ref _version);
        return removed;
    }

    public async Task<bool> DeleteOrganizationAsync(string id, CancellationToken cancel)
    {
        await store.DeleteOrganizationAsync(id, cancel);
        var removed = ImmutableInterlocked.TryRemove(ref _organizations, id, out _);
        Interlocked.Increment(ref _version);
        return removed;
    }

    public async Task<bool> DeleteUserAsync(string id, CancellationToken cancel)
    {
        await store.DeleteUserAsync(id, cancel);
        var removed = ImmutableInterlocked.TryRemove(ref _users, id, out _);
        Interlocked.Increment(ref _version);
        return removed;
    }
}
