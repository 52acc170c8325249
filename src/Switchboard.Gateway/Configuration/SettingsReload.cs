using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Caching;
using Switchboard.Gateway.Identity.Tokens;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Routing;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Configuration;

/// <summary>
/// Puts settings in force, all or none: what can refuse comes first and changes nothing until all of it has agreed. Requests under way end as
/// they began. A file with faults is refused whole, every fault is told, and what was in force stays.
/// </summary>
internal sealed partial class SettingsReload(
    SettingsPath file, SettingsInForce settings, ProviderRoutes routes, KeyDirectory keys, TokenIssuers tokens, PriceTableSource prices, MemoryTier memory, Journal journal, AuditKeeper keeper, TimeProvider time, ILogger<SettingsReload> log) : IDisposable
{
    private readonly SemaphoreSlim _applying = new(1, 1);
    private ReloadOutcome _last = new(time.GetUtcNow(), [], []);

    public ReloadOutcome Last => Volatile.Read(ref _last);

    /// <summary>When the settings in force came into force.</summary>
    public DateTimeOffset InForceSince { get; private set; } = time.GetUtcNow();

    /// <summary>Puts settings in force; faults leave everything as it was.</summary>
    public async Task<ReloadOutcome> ApplyAsync(GatewaySettings asked, CancellationToken cancel)
    {
        await _applying.WaitAsync(cancel);
        try
        {
            return await ApplyOneAsync(asked, cancel);
        }
        finally
        {
            _applying.Release();
        }
    }

    /// <summary>Reads the file again and puts it in force, or says what is wrong with it.</summary>
    public async Task<ReloadOutcome> ReloadAsync(CancellationToken cancel)
    {
        var path = file.Path!;
        var (asked, faults) = SettingsLoader.Load(path);
        var outcome = asked is null ? Refuse(faults) : await ApplyAsync(asked, cancel);
        foreach (var fault in outcome.Faults)
        {
            LogFault(fault);
        }

        if (outcome.Faults.Count > 0)
        {
            LogRefused(path);
            return outcome;
        }

        LogReloaded(path);
        if (outcome.Waiting.Count > 0)
        {
            LogWaiting(string.Join(", ", outcome.Waiting));
        }

        foreach (var notice in settings.Current.Notices)
        {
            LogNotice(notice);
        }

        return outcome;
    }

    public void Dispose() => _applying.Dispose();

    private async Task<ReloadOutcome> ApplyOneAsync(GatewaySettings asked, CancellationToken cancel)
    {
        if (routes.Check(asked) is { Count: > 0 } faults)
        {
            return Refuse(faults);
        }

        try
        {
            await keys.DeclareAsync(asked.Keys, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException && InForceSince < time.GetUtcNow())
        {
            return Refuse([$"the store does not take the first key ({e.Message}); the file is tried again when it changes, or with POST /api/config/reload"]);
        }

        var (next, waiting) = StartOnly.Split(asked, settings.Started);
        routes.Apply(next);
        tokens.Apply(next.Tokens);
        prices.Watch(next.PricesFile);
        memory.Limit = next.Cache.MemoryLimit;
        journal.Options = next.Audit;
        keeper.Options = next.Audit;
        settings.Put(next);
        InForceSince = time.GetUtcNow();
        return Note(new ReloadOutcome(InForceSince, [], waiting));
    }

    private ReloadOutcome Refuse(IReadOnlyList<string> faults) => Note(new ReloadOutcome(time.GetUtcNow(), faults, Last.Waiting));

    private ReloadOutcome Note(ReloadOutcome outcome)
    {
        Volatile.Write(ref _last, outcome);
        return outcome;
    }

    [LoggerMessage(EventName = "ConfigReloaded", Level = LogLevel.Information, Message = "{Path} changed: tokens, limits, cache, audit, models, routing, providers and keys are in force")]
    private partial void LogReloaded(string path);

    [LoggerMessage(EventName = "ConfigNeedsRestart", Level = LogLevel.Warning, Message = "Changes of {Names} take effect at the next start")]
    private partial void LogWaiting(string names);

    [LoggerMessage(EventName = "ConfigNotice", Level = LogLevel.Warning, Message = "{Notice}")]
    private partial void LogNotice(string notice);

    [LoggerMessage(EventName = "ConfigFault", Level = LogLevel.Error, Message = "{Fault}")]
    private partial void LogFault(string fault);

    [LoggerMessage(EventName = "ConfigRefused", Level = LogLevel.Error, Message = "{Path} has faults and is refused; what was in force stays in force")]
    private partial void LogRefused(string path);
}
