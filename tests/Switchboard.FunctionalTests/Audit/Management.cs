using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>The management API of a server in another process.</summary>
internal sealed class Management(SwitchboardProcess server) : IDisposable
{
    private const int Page = 1000;
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = new Uri(server.Url("management")),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", SwitchboardServer.AdminKey) },
    };

    public async Task<string> CreateKeyAsync()
    {
        using var response = await client.PostAsJsonAsync("/api/enterprise/vkeys", new { name = "load", budget = new { usd = 100_000, period = "lifetime" } });
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("key").GetString()!;
    }

    public async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await client.GetStringAsync(path)).RootElement;

    /// <summary>All records, page by page.</summary>
    public async Task<IReadOnlyList<JsonElement>> LogsAsync()
    {
        var all = new List<JsonElement>();
        while (true)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/vas/logs?limit={Page}&offset={all.Count}");
            var page = (await GetAsync(path)).GetProperty("data").EnumerateArray().ToList();
            all.AddRange(page);
            if (page.Count < Page)
            {
                return all;
            }
        }
    }

    public async Task<decimal> SpentAsync() =>
        Assert.Single((await GetAsync("/api/enterprise/vkeys")).GetProperty("data").EnumerateArray()).GetProperty("spent_usd").GetDecimal();

    public void Dispose() => client.Dispose();
}
