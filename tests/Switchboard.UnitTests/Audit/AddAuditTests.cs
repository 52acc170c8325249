using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.UnitTests.Audit;

public sealed class AddAuditTests
{
    [Fact]
    public async Task AddAudit_HostRunsAndStops_EverythingIsInTheStore()
    {
        using var folder = new ScratchFolder();
        for (int run = 1; run <= 2; run++)
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddAudit(new AuditOptions(), folder.File("audit"), "node-a", JournalFixture.Keys);
            services.AddSqliteStorage(folder.File("switchboard.db"));
            await using ServiceProvider provider = services.BuildServiceProvider();
            var service = (IHostedLifecycleService)provider.GetServices<IHostedService>().Single(hosted => hosted is AuditService);
            await service.StartingAsync(CancellationToken.None);
            provider.GetRequiredService<Journal>().Append(JournalFixture.Record(run, time: TimeProvider.System));
            IReadOnlyList<AuditRecord> seen = await provider.GetRequiredService<AuditReader>().QueryAsync(new AuditQuery(), CancellationToken.None);
            Assert.Equal((2 * run) - 1, seen.Count);
            provider.GetRequiredService<Journal>().Append(JournalFixture.Record(100 + run, time: TimeProvider.System) with { Provider = "last" });
            await service.StoppedAsync(CancellationToken.None);
            HotPage stored = await provider.GetRequiredService<IAuditStore>().QueryAsync(new AuditQuery { Provider = "last" }, CancellationToken.None);
            Assert.Equal(run, stored.Records.Count);
        }
    }
}
