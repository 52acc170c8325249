using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Host;

/// <summary><c>config check</c>: reads the file as the server would and lists every fault.</summary>
internal static class ConfigCheckVerb
{
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        string? path;
        try
        {
            path = SettingsLoader.Locate(arguments is [var named, ..] ? named : Environment.GetEnvironmentVariable("SWITCHBOARD_CONFIG"));
        }
        catch (InvalidDataException e)
        {
            error.WriteLine(e.Message);
            return 2;
        }

        if (path is null)
        {
            output.WriteLine("There is no switchboard.yaml here: the server runs on its defaults.");
            return 0;
        }

        var (settings, faults) = SettingsLoader.Load(path);
        if (settings is not null)
        {
            (_, faults) = new RouteTableBuilder(Environment.GetEnvironmentVariable, new HealthBoard(new SettingsInForce(settings), TimeProvider.System), new ProviderQueues(TimeProvider.System), new Accounts(TimeProvider.System), TimeProvider.System).Build(settings.Providers, models: settings.Models);
            using var prices = new PriceTableSource(settings.PricesFile, TimeProvider.System);
            faults = [.. faults, .. prices.Faults.Select(static f => $"prices: {f}")];
        }

        foreach (var line in faults.Concat(settings?.Notices ?? []))
        {
            output.WriteLine(line);
        }

        output.WriteLine(faults.Count == 0 ? $"{path} is in order." : $"{path} has {faults.Count} fault(s).");
        return faults.Count == 0 ? 0 : 1;
    }
}
