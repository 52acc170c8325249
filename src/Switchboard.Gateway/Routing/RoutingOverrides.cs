namespace Switchboard.Gateway.Routing;

/// <summary>The override in force, if there is one. It ends by itself, and with the process: nobody should find it in force who forgot it.</summary>
internal sealed class RoutingOverrides(TimeProvider time)
{
    private volatile RoutingOverride? _current;

    public RoutingOverride? Current
    {
        get
        {
            var current = _current;
            return current is null || current.Until <= time.GetUtcNow() ? null : current;
        }
    }

    public void Force(string provider, TimeSpan duration)
    {
        var now = time.GetUtcNow();
        _current = new RoutingOverride(provider, now, now + duration);
    }

    /// <summary>Ends it; false where there was none.</summary>
    public bool End()
    {
        var was = Current is not null;
        _current = null;
        return was;
    }
}
