using Switchboard.Gateway.Keys;

namespace Switchboard.UnitTests.Gateway.Keys;

public sealed class RolesTests
{
    private static readonly Dictionary<Role, Role[]> Covered = new()
    {
        [Role.Caller] = [Role.Caller],
        [Role.Viewer] = [Role.Caller, Role.Viewer],
        [Role.Auditor] = [Role.Caller, Role.Viewer, Role.Auditor],
        [Role.Operator] = [Role.Caller, Role.Viewer, Role.Operator],
        [Role.Admin] = [Role.Caller, Role.Viewer, Role.Auditor, Role.Operator, Role.Admin],
    };

    [Fact]
    public void Covers_EveryPair_IsAsTheTableSays()
    {
        foreach (var held in Enum.GetValues<Role>())
        {
            foreach (var needed in Enum.GetValues<Role>())
            {
                Assert.True(held.Covers(needed) == Covered[held].Contains(needed), $"{held} {needed}");
            }
        }
    }

    [Fact]
    public void Parse_EveryName_RoundTrips()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            Assert.True(Roles.TryParse(role.Name(), out var parsed));
            Assert.Equal(role, parsed);
        }

        Assert.False(Roles.TryParse("root", out _));
    }
}
