namespace Switchboard.Gateway.Configuration;

/// <summary>The file's <c>limits</c> section: how limits treat those who meet them.</summary>
internal sealed record LimitSettings
{
    /// <summary>How long a request that finds no room may wait for some before it is refused; zero refuses at once.</summary>
    public TimeSpan Wait { get; init; }
}
