using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.Gateway.Caching;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Admin;

public sealed class GatewayFaultTests
{
    [Fact]
    public async Task Any_RoomThrows_AnswersWithTheErrorObjectAndTellsNothingOfTheFault()
    {
        await using var server = await SwitchboardServer.StartAsync(static s => s.Adjust = static b => b.Services.AddSingleton<ICacheStore>(new BrokenStore()));

        using var response = await server.Client.GetAsync("/api/metacache/stats");

        var error = await response.ErrorAsync(HttpStatusCode.InternalServerError, anthropic: false);
        Assert.Contains(response.RequestId(), error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("disk on fire", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(server.Log.Lines, l => l.Contains("disk on fire", StringComparison.Ordinal) && l.Contains(response.RequestId(), StringComparison.Ordinal));
    }

    private sealed class BrokenStore : ICacheStore
    {
        public Task<CachedAnswer?> FindAsync(CacheKey key, DateTimeOffset now, CancellationToken cancel) => throw new InvalidOperationException("disk on fire");

        public Task SaveAsync(IReadOnlyList<KeyValuePair<CacheKey, CachedAnswer>> entries, long limit, DateTimeOffset now, CancellationToken cancel) => throw new InvalidOperationException("disk on fire");

        public Task<long> CountAsync(CancellationToken cancel) => throw new InvalidOperationException("disk on fire");
    }
}
