using System.Collections.Concurrent;

namespace Switchboard.Gateway.Keys;

/// <summary>
/// The standing of each key, kept until the key, or any team, organisation or user, changes. A key without a team stands with its owner's,
/// one without an organisation with its team's, else its owner's. An account counts from the first request, whether anybody limits it or not.
/// </summary>
internal sealed class Standings(Accounts accounts, MembershipDirectory members, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (Standing Standing, int Version)> _byKey = new(StringComparer.Ordinal);

    public Standing Of(VirtualKey key)
    {
        var version = members.Version;
        if (_byKey.TryGetValue(key.Id, out var known) && known.Version == version && ReferenceEquals(known.Standing.Key, key))
        {
            return known.Standing;
        }

        var standing = new Standing(key, [.. Stakes(key)], time);
        _byKey[key.Id] = (standing, version);
        return standing;
    }

    private IEnumerable<Stake> Stakes(VirtualKey key)
    {
        var grant = key.Grant;
        var user = grant.Owner is { } owner ? members.FindUser(owner) : null;
        var team = (grant.Team ?? user?.Team) is { } named ? (Id: named, Known: members.FindTeam(named)) : default;
        var organization = grant.Organization ?? team.Known?.Organization ?? user?.Organization;
        yield return Of(AccountScope.Key, key.Id, grant);
        if (grant.Owner is { } userId)
        {
            yield return Of(AccountScope.User, userId, user?.Limits);
        }

        if (team.Id is { } teamId)
        {
            yield return Of(AccountScope.Team, teamId, team.Known?.Limits);
        }

        if (organization is not null)
        {
            yield return Of(AccountScope.Organization, organization, members.FindOrganization(organization)?.Limits);
        }
    }

    private Stake Of(AccountScope scope, string id, Limits? limits) => new(scope, id, accounts.Of(scope, id), limits ?? Limits.None);
}
