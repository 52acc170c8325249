using Switchboard.Gateway.Keys;

namespace Switchboard.UnitTests.Gateway.Keys;

/// <summary>Standings put together by hand.</summary>
internal static class StandingOf
{
    public static VirtualKey AnyKey(string id = "k", KeyGrant? grant = null) => new(id, id, KeyHash.Of(id), "abcd", grant ?? new KeyGrant(), DateTimeOffset.UnixEpoch);

    public static Standing Key(Account account, Limits limits, TimeProvider time) => Of(time, (AccountScope.Key, "k", account, limits));

    public static Standing Of(TimeProvider time, params (AccountScope Scope, string Id, Account Account, Limits Limits)[] stakes) =>
        new(AnyKey(), [.. stakes.Select(static s => new Stake(s.Scope, s.Id, s.Account, s.Limits))], time);
}
