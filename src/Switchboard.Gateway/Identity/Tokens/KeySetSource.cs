using Microsoft.Extensions.Logging;

namespace Switchboard.Gateway.Identity.Tokens;

/// <summary>
/// An issuer's published keys: fetched at the start, by age, and when a token names one that is not known, which cannot be made to happen
/// often. While the issuer is away, the last good set serves.
/// </summary>
internal sealed partial class KeySetSource : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>Before anything was ever fetched nobody gets in, so it is tried sooner.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly string _place;
    private readonly TimeSpan _refresh;
    private readonly KeySetFetch _fetch;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private Task<KeySet?>? _fetching;
    private long _started;
    private volatile KeySet? _current;

    private KeySetSource(string place, TimeSpan refresh, KeySetFetch fetch, TimeProvider time, ILogger log)
    {
        (_place, _refresh, _fetch, _time, _log) = (place, refresh, fetch, time, log);
        _timer = time.CreateTimer(static source => _ = ((KeySetSource)source!).RefreshAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The last good set; null before the first.</summary>
    public KeySet? Current => _current;

    public static KeySetSource Start(string place, TimeSpan refresh, KeySetFetch fetch, TimeProvider time, ILogger log)
    {
        var source = new KeySetSource(place, refresh, fetch, time, log);
        _ = source.RefreshAsync();
        return source;
    }

    /// <summary>Fetches the set, unless that was tried just now; however many ask, it is fetched once.</summary>
    public Task<KeySet?> RefreshAsync()
    {
        lock (_gate)
        {
            if (_fetching is null || (_fetching.IsCompleted && _time.GetElapsedTime(_started) >= (_current is null ? FirstPause : Pause)))
            {
                _started = _time.GetTimestamp();
                _fetching = Task.Run(FetchAsync);
            }

            return _fetching.IsCompleted ? Task.FromResult(_current) : _fetching;
        }
    }

    public void Dispose() => _timer.Dispose();

    private async Task<KeySet?> FetchAsync()
    {
        var (keys, fault) = await _fetch.GetAsync(_place);
        if (keys is not null)
        {
            _current = keys;
            LogFetched(_place, keys.Keys.Count);
        }
        else
        {
            LogNotFetched(_place, fault!);
        }

        _timer.Change(keys is not null ? _refresh : _current is null ? FirstPause : Pause, Timeout.InfiniteTimeSpan);
        return _current;
    }

    [LoggerMessage(EventName = "TokenKeysFetched", Level = LogLevel.Debug, Message = "The key set {Place} has {Count} keys that can be used")]
    private partial void LogFetched(string place, int count);

    [LoggerMessage(EventName = "TokenKeysNotFetched", Level = LogLevel.Warning, Message = "The key set {Place} could not be fetched ({Fault}); the last good one, if any, stays in force")]
    private partial void LogNotFetched(string place, string fault);
}
