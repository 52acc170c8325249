namespace Switchboard.Gateway.Configuration;

/// <summary>The settings in force, swapped as one. Whoever goes by a setting asks here each time, so that a change needs no restart.</summary>
internal sealed class SettingsInForce(GatewaySettings started)
{
    private volatile GatewaySettings _current = started;

    /// <summary>Raised after other settings have come into force.</summary>
    public event Action<GatewaySettings>? Changed;

    /// <summary>What the server was started with.</summary>
    public GatewaySettings Started { get; } = started;

    public GatewaySettings Current => _current;

    public ServerSettings Server => _current.Server;

    public CacheSettings Cache => _current.Cache;

    public RoutingSettings Routing => _current.Routing;

    public ResponsesSettings Responses => _current.Responses;

    public void Put(GatewaySettings settings)
    {
        _current = settings;
        Changed?.Invoke(settings);
    }
}
