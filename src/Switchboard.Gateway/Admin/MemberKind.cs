using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Admin;

/// <summary>One of the three kinds of members: what it is called, what it may have, where it is kept.</summary>
internal sealed record MemberKind(string Path, string Name, AccountScope Scope, string[] Fields)
{
    public static readonly MemberKind Team = new("/api/enterprise/teams", "team", AccountScope.Team, ["organization"])
    {
        All = static d => d.Teams.Select(static t => new Member(t.Id, t.Name, t.CreatedAt) { Organization = t.Organization, Limits = t.Limits }),
        SaveAsync = static (d, m, cancel) => d.SaveAsync(new Team(m.Id, m.Name, m.Organization, m.CreatedAt) { Limits = m.Limits }, cancel),
        DeleteAsync = static (d, id, cancel) => d.DeleteTeamAsync(id, cancel),
    };

    public static readonly MemberKind Organization = new("/api/enterprise/organizations", "organisation", AccountScope.Organization, [])
    {
        All = static d => d.Organizations.Select(static o => new Member(o.Id, o.Name, o.CreatedAt) { Limits = o.Limits }),
        SaveAsync = static (d, m, cancel) => d.SaveAsync(new Organization(m.Id, m.Name, m.CreatedAt) { Limits = m.Limits }, cancel),
        DeleteAsync = static (d, id, cancel) => d.DeleteOrganizationAsync(id, cancel),
    };

    public static readonly MemberKind User = new("/api/enterprise/users", "user", AccountScope.User, ["email", "team", "organization"])
    {
        All = static d => d.Users.Select(static u => new Member(u.Id, u.Name, u.CreatedAt) { Email = u.Email, Team = u.Team, Organization = u.Organization, Limits = u.Limits }),
        SaveAsync = static (d, m, cancel) => d.SaveAsync(new User(m.Id, m.Name, m.Email, m.Team, m.Organization, m.CreatedAt) { Limits = m.Limits }, cancel),
        DeleteAsync = static (d, id, cancel) => d.DeleteUserAsync(id, cancel),
    };

    public required Func<MembershipDirectory, IEnumerable<Member>> All { get; init; }

    public required Func<MembershipDirectory, Member, CancellationToken, Task> SaveAsync { get; init; }

    public required Func<MembershipDirectory, string, CancellationToken, Task<bool>> DeleteAsync { get; init; }
}
