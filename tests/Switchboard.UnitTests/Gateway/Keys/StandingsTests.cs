using Switchboard.Gateway.Keys;

namespace Switchboard.UnitTests.Gateway.Keys;

public sealed class StandingsTests
{
    private readonly MembershipDirectory members = new(new MemoryDirectoryStore());
    private readonly Standings standings;

    public StandingsTests() => standings = new Standings(new Accounts(TimeProvider.System), members, TimeProvider.System);

    [Theory]
    [InlineData(null, null, null, "key:k")]
    [InlineData("ann", null, null, "key:k user:ann team:core organization:acme")]
    [InlineData("ann", "web", null, "key:k user:ann team:web organization:umbrella")]
    [InlineData("bob", null, "own", "key:k user:bob organization:own")]
    [InlineData(null, "nowhere-declared", null, "key:k team:nowhere-declared")]
    public async Task Of_KeyWithMembers_StandsWithThemAndWithWhatTheyBelongTo(string? owner, string? team, string? organization, string expected)
    {
        await members.SaveAsync(new User("ann", "Ann", null, "core", "ignored", default), CancellationToken.None);
        await members.SaveAsync(new Team("core", "Core", "acme", default), CancellationToken.None);
        await members.SaveAsync(new Team("web", "Web", "umbrella", default), CancellationToken.None);

        var standing = standings.Of(StandingOf.AnyKey(grant: new KeyGrant { Owner = owner, Team = team, Organization = organization }));

        Assert.Equal(expected, string.Join(' ', standing.Stakes.Select(static s => $"{s.Scope.Name()}:{s.Id}")));
    }

    [Fact]
    public async Task Of_NothingChanged_IsTheSameUntilSomethingDoes()
    {
        var key = StandingOf.AnyKey(grant: new KeyGrant { Team = "core" });
        var first = standings.Of(key);
        Assert.Same(first, standings.Of(key));

        await members.SaveAsync(new Team("core", "Core", null, default) { Limits = new Limits { Rpm = 3 } }, CancellationToken.None);
        var second = standings.Of(key);
        await members.DeleteTeamAsync("core", CancellationToken.None);

        Assert.Equal((false, true, false), (first.HasLimits, second.HasLimits, standings.Of(key).HasLimits));
        Assert.Same(first.Stakes[1].Account, standings.Of(key).Stakes[1].Account);
        Assert.NotSame(standings.Of(key), standings.Of(key with { Name = "other" }));
    }

    [Theory]
    [InlineData("key", "vk_1", "vk_1")]
    [InlineData("user", "ann", "user:ann")]
    [InlineData("team", "a:b", "team:a:b")]
    [InlineData("organization", "acme", "org:acme")]
    public void AccountName_ThereAndBack_IsTheSame(string scope, string id, string text)
    {
        var name = new AccountName(Enum.GetValues<AccountScope>().Single(s => s.Name() == scope), id);

        Assert.Equal(text, name.ToString());
        Assert.Equal(name, AccountName.Parse(text));
    }
}
