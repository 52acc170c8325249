using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Configuration;

/// <summary>
/// Picks up changes of the configuration file while the server runs. What can change at once does (providers and keys); a file with
/// faults is refused whole, every fault is logged, and what was in force stays.
/// </summary>
internal sealed partial class SettingsWatcher(SettingsPath file, GatewaySettings initial, ProviderRoutes routes, KeyDirectory keys, PriceTableSource prices, TimeProvider time, ILogger<SettingsWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private GatewaySettings _current = initial;

    /// <summary>Puts settings in force; faults leave everything as it was.</summary>
    public async Task<IReadOnlyList<string>> ApplyAsync(GatewaySettings settings, CancellationToken cancel)
    {
        if (routes.Apply(settings.Providers) is { Count: > 0 } faults)
        {
            return faults;
        }

        await keys.DeclareAsync(settings.Keys, cancel);
        _current = settings;
        return [];
    }

    /// <summary>Says what the price file is worth, at the start and at each change.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        prices.Changed += table => LogPrices(table.Version);
        prices.Refused += RefusePrices;
        if (prices.Faults.Count > 0)
        {
            RefusePrices(prices.Faults);
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (file.Path is not { } path)
        {
            return;
        }

        var seen = file.Read;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var stamp = file.Now;
            if (stamp != seen)
            {
                seen = stamp;
                await ReloadAsync(path, stoppingToken);
            }
        }
    }

    private async Task ReloadAsync(string path, CancellationToken cancel)
    {
        var (settings, faults) = SettingsLoader.Load(path);
        if (settings is not null)
        {
            var restart = settings.Server.ToString() != _current.Server.ToString() || settings.Audit != _current.Audit || settings.Cache != _current.Cache || settings.Limits != _current.Limits || settings.Alerts != _current.Alerts || settings.PricesFile != _current.PricesFile;
            faults = await ApplyAsync(settings, cancel);
            if (faults.Count == 0)
            {
                LogReloaded(path);
                if (restart)
                {
                    LogNeedsRestart();
                }

                return;
            }
        }

        foreach (var fault in faults)
        {
            LogFault(fault);
        }

        LogRefused(path);
    }

    private void RefusePrices(IReadOnlyList<PriceFault> faults)
    {
        foreach (var fault in faults)
        {
            LogFault($"prices: {fault}");
        }

        LogPricesRefused();
    }

    [LoggerMessage(EventName = "ConfigReloaded", Level = LogLevel.Information, Message = "{Path} changed: providers and keys are in force")]
    private partial void LogReloaded(string path);

    [LoggerMessage(EventName = "PricesReloaded", Level = LogLevel.Information, Message = "The price file changed: prices {Version} are in force")]
    private partial void LogPrices(string version);

    [LoggerMessage(EventName = "PricesRefused", Level = LogLevel.Error, Message = "The price file has faults and is refused; the prices in force stay in force")]
    private partial void LogPricesRefused();

    [LoggerMessage(EventName = "ConfigNeedsRestart", Level = LogLevel.Warning, Message = "Changes of server, audit, cache, limits, alerts or prices take effect at the next start")]
    private partial void LogNeedsRestart();

    [LoggerMessage(EventName = "ConfigFault", Level = LogLevel.Error, Message = "{Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(EventName = "ConfigRefused", Level = LogLevel.Error, Message = "{Path} has faults and is refused; what was in force stays in force")]
    private partial void LogRefused(string path);
}
