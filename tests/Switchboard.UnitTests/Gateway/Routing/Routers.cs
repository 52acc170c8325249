using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Gateway.Routing;

/// <summary>Routers over settings and an environment that a test gives.</summary>
internal static class Routers
{
    public static ModelRouter With(Dictionary<string, string> environment, params ProviderSettings[] settings)
    {
        var (table, faults) = Build(environment, settings);
        Assert.Empty(faults);
        return new ModelRouter(new PriceTableSource(null, TimeProvider.System), new RoutingOverrides(TimeProvider.System)) { Table = table! };
    }

    public static RouteTableBuilder Builder(Func<string, string?> variable) =>
        new(variable, new HealthBoard(new SettingsInForce(new GatewaySettings()), TimeProvider.System), new ProviderQueues(TimeProvider.System), new Accounts(TimeProvider.System), TimeProvider.System);

    public static (RouteTable? Table, IReadOnlyList<string> Faults) Build(Dictionary<string, string> environment, params ProviderSettings[] settings) =>
        Builder(environment.GetValueOrDefault).Build(settings);
}
