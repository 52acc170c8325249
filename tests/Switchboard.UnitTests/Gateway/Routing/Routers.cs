using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Routing;
using Switchboard.Providers.Catalogue;

namespace Switchboard.UnitTests.Gateway.Routing;

/// <summary>Routers over settings and an environment that a test gives.</summary>
internal static class Routers
{
    public static ModelRouter With(Dictionary<string, string> environment, params ProviderSettings[] settings)
    {
        var (table, faults) = Build(environment, settings);
        Assert.Empty(faults);
        return new ModelRouter(new PriceTableSource(null, TimeProvider.System)) { Table = table! };
    }

    public static (RouteTable? Table, IReadOnlyList<string> Faults) Build(Dictionary<string, string> environment, params ProviderSettings[] settings) =>
        new RouteTableBuilder(environment.GetValueOrDefault, TimeProvider.System).Build(settings);
}
