using System.Net;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Configuration;

namespace Switchboard.UnitTests.Gateway.Configuration;

public sealed class StartOnlyTests
{
    [Fact]
    public void Split_SocketsAndDurability_StayAsTheyWereAndAreNamed()
    {
        var started = new GatewaySettings();
        var asked = started with
        {
            Server = started.Server with { Bind = IPAddress.Any, Ports = new PortSettings { Proxy = 1 }, Tls = new TlsSettings("a", "b"), AllowPlaintext = true, BodyLimit = 5, Drain = TimeSpan.FromSeconds(1) },
            Audit = started.Audit with { Durability = AuditDurability.Disk, MinFree = 7 },
            Cache = new CacheSettings { Exact = false },
        };

        var (inForce, waiting) = StartOnly.Split(asked, started);

        Assert.Equal(["server.bind", "server.ports", "server.tls", "server.allow_plaintext", "audit.durability"], waiting);
        Assert.Equal(started.Server with { BodyLimit = 5, Drain = TimeSpan.FromSeconds(1) }, inForce.Server);
        Assert.Equal(started.Audit with { MinFree = 7 }, inForce.Audit);
        Assert.False(inForce.Cache.Exact);
    }

    [Fact]
    public void Split_SameAgain_WaitsForNothing() => Assert.Empty(StartOnly.Split(new GatewaySettings(), new GatewaySettings()).Waiting);
}
