namespace Switchboard.Gateway.Keys;

/// <summary>Now, as accounts count it: read once for all accounts of a request.</summary>
internal readonly record struct Moment(DateTimeOffset Now)
{
    public long Second { get; } = Now.ToUnixTimeSeconds();

    public DateOnly Today { get; } = DateOnly.FromDateTime(Now.UtcDateTime);
}
