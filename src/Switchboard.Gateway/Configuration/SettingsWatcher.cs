using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Configuration;

/// <summary>Looks every second whether the configuration file has changed, and tells what the price file is worth.</summary>
internal sealed partial class SettingsWatcher(SettingsPath file, SettingsReload reload, PriceTableSource prices, TimeProvider time, ILogger<SettingsWatcher> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

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
        if (file.Path is null)
        {
            return;
        }

        var seen = file.Read;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var stamp = file.Now;
            if (stamp == seen)
            {
                continue;
            }

            seen = stamp;
            try
            {
                await reload.ReloadAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e); // The next change is looked at all the same.
            }
        }
    }

    private void RefusePrices(IReadOnlyList<PriceFault> faults)
    {
        foreach (var fault in faults)
        {
            LogFault($"prices: {fault}");
        }

        LogPricesRefused();
    }

    [LoggerMessage(EventName = "PricesReloaded", Level = LogLevel.Information, Message = "The price file changed: prices {Version} are in force")]
    private partial void LogPrices(string version);

    [LoggerMessage(EventName = "PricesRefused", Level = LogLevel.Error, Message = "The price file has faults and is refused; the prices in force stay in force")]
    private partial void LogPricesRefused();

    [LoggerMessage(EventName = "PricesFault", Level = LogLevel.Error, Message = "{Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(EventName = "ConfigFailed", Level = LogLevel.Error, Message = "The changed configuration could not be put in force by a fault of the gateway")]
    private partial void LogFailed(Exception exception);
}
