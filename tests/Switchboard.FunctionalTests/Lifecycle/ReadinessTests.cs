using System.Net;
using Switchboard.FunctionalTests.Audit;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Lifecycle;

/// <summary><c>/ready</c> says whether requests may come, <c>/health</c> only that the process answers.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task Ready_ServerThatRuns_IsReadyOnEveryPortWithoutAKey()
    {
        await using var server = await SwitchboardServer.StartAsync();
        await server.CreateKeyAsync();

        foreach (var service in new[] { "proxy", "compliance", "management", "bridge", "agent" })
        {
            using var response = await server.Client.GetAsync(server.Url(service) + "/ready");
            var said = await Talk.ReadAsync(response);
            Assert.Equal((HttpStatusCode.OK, "ready"), (said.Status, said.Json.GetProperty("status").GetString()));
        }
    }

    [Fact]
    public async Task Ready_JournalThatRefuses_IsNotReadyButAlive()
    {
        await using var all = await AuditServer.StartAsync("audit: { min_free: 1MB }", static a => a.Volume.FreeBytes = 1000);

        var said = await all.Server.GetAsync("/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "audit_unavailable"), (said.Status, said.Json.GetProperty("status").GetString()));
        Assert.Equal("5", said.Headers["Retry-After"]);
        Assert.Equal(HttpStatusCode.OK, (await all.Server.GetAsync("/health")).Status);

        all.Volume.FreeBytes = 2 << 20;
        all.Tend();
        Assert.Equal(HttpStatusCode.OK, (await all.Server.GetAsync("/ready")).Status);
    }

    [Fact]
    public async Task Ready_StoreThatIsAway_IsReadyAllTheSame()
    {
        await using var all = await AuditServer.StartAsync();
        all.Store.Away = true;

        Assert.Equal(HttpStatusCode.OK, (await all.Server.GetAsync("/ready")).Status);
        Assert.True((await all.AskAsync(Ask.Chat(), "spooled")).IsComplete);
        all.Store.Away = false;
    }
}
