using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Switchboard.Gateway.Audit;

/// <summary>Runs shipping and keeping beside the server: ready before the first request, last to stop.</summary>
internal sealed partial class AuditService(
    AuditShipper shipper, AuditKeeper keeper, AuditMetrics metrics, TimeProvider time, ILogger<AuditService> logger)
    : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TendEvery = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        metrics.Publish();
        await shipper.StartAsync(cancellationToken);
        _work = Task.WhenAll(
            Task.Run(() => shipper.RunAsync(_stop.Token), CancellationToken.None),
            Task.Run(() => KeepAsync(_stop.Token), CancellationToken.None));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the last request ended: what is left is shipped, so that the store is complete while the server is down.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _work;
        using var wait = new CancellationTokenSource(StopWait, time);
        try
        {
            await shipper.ShipAsync(wait.Token);
        }
        catch (Exception error)
        {
            LogLeft(error);
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TendEvery, time);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(cancellationToken);
                await keeper.TendAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                LogTendFailed(error);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Some audit records stay in the journal until the next start, when they are shipped.")]
    private partial void LogLeft(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Finished audit segments could not be looked after; tried again in a minute.")]
    private partial void LogTendFailed(Exception error);
}
