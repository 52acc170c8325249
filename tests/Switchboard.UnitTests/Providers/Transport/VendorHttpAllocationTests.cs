using Microsoft.AspNetCore.Http;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.UnitTests.Providers.Transport;

/// <summary>Counts what the whole process allocates, so nothing else may run beside it.</summary>
[Collection("alone")]
public sealed class VendorHttpAllocationTests
{
    [Fact]
    public async Task SendAsync_WarmConnection_StaysLean()
    {
        await using VendorServer server = await VendorServer.StartAsync(static http => http.Response.WriteAsync("{}"));
        Assert.True(ProviderCatalogue.BuiltIn.TryGet("openai", out KnownProvider? openai));
        IProviderAdapter adapter = ProviderAdapters.Create(openai, new VendorHttpOptions());
        var call = new ProviderCall { Target = new ProviderTarget(openai, server.Root, "sk-vendor-0123456789"), Model = "m", Body = "{}"u8.ToArray() };
        for (int i = 0; i < 200; i++)
        {
            await using ProviderReply warm = await adapter.SendAsync(call, CancellationToken.None);
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < 500; i++)
        {
            await using ProviderReply reply = await adapter.SendAsync(call, CancellationToken.None);
        }
        long each = (GC.GetTotalAllocatedBytes(precise: true) - before) / 500;

        TestContext.Current.TestOutputHelper?.WriteLine($"{each} bytes a call, the test server's part included");
        // Both sides of the socket together: a guard against buffering and per-call strings, not a benchmark.
        Assert.InRange(each, 0, 6_000);
    }
}
