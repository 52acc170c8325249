namespace Switchboard.Gateway.Routing.Health;

/// <summary>
/// An exponentially weighted mean of recent times. What is older than a minute counts as unknown, so that a target that was slow once is
/// looked at again. Not safe across threads.
/// </summary>
internal struct RecentLatency
{
    private const double Weight = 0.2;
    private static readonly TimeSpan _staleAfter = TimeSpan.FromSeconds(60);

    private double _micros;
    private DateTimeOffset _at;

    public void Add(TimeSpan time, DateTimeOffset now)
    {
        _micros = IsStale(now) ? time.TotalMicroseconds : _micros + (Weight * (time.TotalMicroseconds - _micros));
        _at = now;
    }

    public readonly TimeSpan? Read(DateTimeOffset now) => IsStale(now) ? null : TimeSpan.FromMicroseconds(_micros);

    private readonly bool IsStale(DateTimeOffset now) => _at == default || now - _at > _staleAfter;
}
