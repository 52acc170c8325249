using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Configuration;

namespace Switchboard.Gateway.Lifecycle;

/// <summary>
/// At a stop, before the ports close: new requests are refused while those under way go on, up to <c>server.drain</c>; then they are cut. The
/// ports stay open meanwhile, so that whoever asks <c>/ready</c>, or sends a request, learns why.
/// </summary>
internal sealed partial class DrainService(Drain drain, SettingsInForce settings, TimeProvider time, ILogger<DrainService> log) : IHostedLifecycleService
{
    /// <summary>For what was cut to say so, settle and be recorded.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        var idle = drain.BeginAsync();
        if (idle.IsCompleted)
        {
            return;
        }

        var limit = settings.Server.Drain;
        LogBegun(drain.Running, limit);
        if (!await EndsWithinAsync(idle, limit, cancellationToken))
        {
            LogCut(drain.Running);
            drain.CutOff();
            await EndsWithinAsync(idle, Grace, cancellationToken);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> EndsWithinAsync(Task idle, TimeSpan limit, CancellationToken cancel)
    {
        try
        {
            await idle.WaitAsync(limit, time, cancel);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(EventName = "DrainBegun", Level = LogLevel.Information, Message = "Stopping: {Running} requests are under way and have {Limit} to end")]
    private partial void LogBegun(int running, TimeSpan limit);

    [LoggerMessage(EventName = "DrainCut", Level = LogLevel.Warning, Message = "Stopping: {Running} requests did not end in time and are cut")]
    private partial void LogCut(int running);
}
