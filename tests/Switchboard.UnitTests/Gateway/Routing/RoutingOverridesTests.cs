using Switchboard.Gateway.Routing;
using Switchboard.Testing.Clocks;

namespace Switchboard.UnitTests.Gateway.Routing;

public sealed class RoutingOverridesTests
{
    private readonly ManualTimeProvider time = new();
    private readonly RoutingOverrides overrides;

    public RoutingOverridesTests() => overrides = new RoutingOverrides(time);

    [Fact]
    public void Current_UntilItsTimeIsOver_IsInForce()
    {
        overrides.Force("openai", TimeSpan.FromMinutes(2));
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(new RoutingOverride("openai", time.GetUtcNow().AddSeconds(-119), time.GetUtcNow().AddSeconds(1)), overrides.Current);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(overrides.Current);
        Assert.False(overrides.End());
    }

    [Fact]
    public void Force_Again_TakesTheFirstOnesPlace()
    {
        overrides.Force("openai", TimeSpan.FromHours(1));
        overrides.Force("anthropic", TimeSpan.FromMinutes(1));

        Assert.Equal("anthropic", overrides.Current!.Provider);
        Assert.True(overrides.End());
        Assert.Null(overrides.Current);
    }
}
