using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Audit;
using Switchboard.Host;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>Verification beside a server that writes, rolls and seals segments meanwhile.</summary>
public sealed class VerifyLiveTests
{
    [Fact]
    public async Task Verify_BesideAServerUnderTraffic_IsIntact()
    {
        using var folder = new ScratchFolder();
        await using var upstream = await ScriptedUpstream.StartAsync(new UpstreamOptions { Record = false });
        await using var server = await SwitchboardServer.StartAsync(s => (s.Folder, s.Upstream, s.Yaml) = (folder.Root, upstream, "audit: { segment_size: 32KB }"));
        var shipper = server.Services.GetRequiredService<AuditShipper>();
        var keeper = server.Services.GetRequiredService<AuditKeeper>();
        using var load = new Load(server.Url("proxy"), await server.CreateKeyAsync(new { name = "load", budget = new { usd = 1000 } }), callers: 4, seed: 1);

        for (var check = 1; check <= 6; check++)
        {
            await load.RunAsync(check * 25);
            await shipper.ShipAsync(CancellationToken.None);
            await keeper.TendAsync(CancellationToken.None);
            var (code, output) = await VerifyAsync(folder);
            Assert.True(code == 0, output);
            var report = await server.ManageAsync(HttpMethod.Get, "/api/audit/chain/verify");
            Assert.True(report.GetProperty("intact").GetBoolean(), report.ToString());
        }

        await load.StopAsync();
        Assert.Empty(load.Refused);
        Assert.Contains(Directory.EnumerateFiles(folder.Journal), static f => f.EndsWith(".sealed", StringComparison.Ordinal));
        Assert.Equal(load.Complete.Count, (await server.ManageAsync(HttpMethod.Get, "/api/audit/chain/verify")).GetProperty("records").GetInt32());
    }

    private static async Task<(int Code, string Output)> VerifyAsync(ScratchFolder folder)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        return (await AuditVerifyVerb.RunAsync([folder.Data], output, output), output.ToString());
    }
}
