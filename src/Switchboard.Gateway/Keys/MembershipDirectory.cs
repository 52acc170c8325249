using System.Collections.Immutable;

namespace Switchboard.Gateway.Keys;

/// <summary>Teams, organisations and users, in memory and in the store. Saved first, then visible.</summary>
internal sealed class MembershipDirectory(IDirectoryStore store)
{
    private ImmutableDictionary<string, Team> teams = ImmutableDictionary<string, Team>.Empty;
    private ImmutableDictionary<string, Organization> organizations = ImmutableDictionary<string, Organization>.Empty;
    private ImmutableDictionary<string, User> users = ImmutableDictionary<string, User>.Empty;

    public IEnumerable<Team> Teams => teams.Values;

    public IEnumerable<Organization> Organizations => organizations.Values;

    public IEnumerable<User> Users => users.Values;

    public async Task LoadAsync(CancellationToken cancel)
    {
        var contents = await store.LoadAsync(cancel);
        teams = contents.Teams.ToImmutableDictionary(static t => t.Id);
        organizations = contents.Organizations.ToImmutableDictionary(static o => o.Id);
        users = contents.Users.ToImmutableDictionary(static u => u.Id);
    }

    public async Task SaveAsync(Team team, CancellationToken cancel)
    {
        await store.SaveAsync(team, cancel);
        ImmutableInterlocked.AddOrUpdate(ref teams, team.Id, team, (_, _) => team);
    }

    public async Task SaveAsync(Organization organization, CancellationToken cancel)
    {
        await store.SaveAsync(organization, cancel);
        ImmutableInterlocked.AddOrUpdate(ref organizations, organization.Id, organization, (_, _) => organization);
    }

    public async Task SaveAsync(User user, CancellationToken cancel)
    {
        await store.SaveAsync(user, cancel);
        ImmutableInterlocked.AddOrUpdate(ref users, user.Id, user, (_, _) => user);
    }

    public async Task<bool> DeleteTeamAsync(string id, CancellationToken cancel)
    {
        await store.DeleteTeamAsync(id, cancel);
        return ImmutableInterlocked.TryRemove(ref teams, id, out _);
    }

    public async Task<bool> DeleteOrganizationAsync(string id, CancellationToken cancel)
    {
        await store.DeleteOrganizationAsync(id, cancel);
        return ImmutableInterlocked.TryRemove(ref organizations, id, out _);
    }

    public async Task<bool> DeleteUserAsync(string id, CancellationToken cancel)
    {
        await store.DeleteUserAsync(id, cancel);
        return ImmutableInterlocked.TryRemove(ref users, id, out _);
    }
}
