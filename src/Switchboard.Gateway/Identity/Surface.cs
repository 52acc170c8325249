namespace Switchboard.Gateway.Identity;

/// <summary>Which of the server's ports a connection came in on.</summary>
[Flags]
internal enum Surface
{
    None = 0,
    Proxy = 1,
    Compliance = 2,
    Management = 4,
    Bridge = 8,
    Agent = 16,
    All = Proxy | Compliance | Management | Bridge | Agent,
}
