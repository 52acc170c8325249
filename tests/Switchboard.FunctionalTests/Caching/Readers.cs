using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Caching;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Caching;

/// <summary>Callers who read along an answer under way.</summary>
internal static class Readers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Completes once exactly so many read the answers under way.</summary>
    public static async Task WhenAsync(SwitchboardServer server, int count)
    {
        var cache = server.Services.GetRequiredService<AnswerCache>();
        using var patience = new CancellationTokenSource(Patience);
        while (cache.Readers != count)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Asks and reads until it is cancelled, as a caller does who closes the connection.</summary>
    public static async Task ReadUntilAsync(this SwitchboardServer server, string json, CancellationToken left)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Talk.Chat) { Content = new StringContent(json, null, "application/json") };
        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, left);
        await response.Content.ReadAsByteArrayAsync(left);
    }
}
