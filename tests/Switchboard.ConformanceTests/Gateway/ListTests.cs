using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Switchboard.ConformanceTests.Drivers;
using Switchboard.ConformanceTests.Stages;

namespace Switchboard.ConformanceTests.Gateway;

/// <summary>What a caller may use, and what its key has left.</summary>
public sealed class ListTests(Stage stage)
{
    [Theory]
    [MemberData(nameof(OfficialClients.All), MemberType = typeof(OfficialClients))]
    public async Task Models_List_NamesWhatIsOn(string client)
    {
        var seen = await (await stage.SceneAsync()).SucceedAsync(client, Scenario.Models, OfficialClients.Gpt);

        Assert.Contains(OfficialClients.Gpt, seen.Models!);
        Assert.Contains(OfficialClients.Claude, seen.Models!);
        Assert.DoesNotContain(seen.Models!, id => id.StartsWith("groq/", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OfficialClients.All), MemberType = typeof(OfficialClients))]
    public async Task Models_KeyForOneModel_ListsThatAlone(string client)
    {
        var scene = await stage.SceneAsync(new() { ["models"] = new[] { OfficialClients.Claude } });

        var seen = await scene.SucceedAsync(client, Scenario.Models, OfficialClients.Gpt);

        Assert.Equal([OfficialClients.Claude], seen.Models);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.All), MemberType = typeof(OfficialClients))]
    public async Task Model_One_IsTheOneAskedFor(string client)
    {
        var scene = await stage.SceneAsync();

        Assert.Equal(OfficialClients.Gpt, (await scene.SucceedAsync(client, Scenario.Model, OfficialClients.Gpt)).Model);
        Assert.Equal(404, (await scene.FailAsync(client, Scenario.Model, "no-such-model")).Status);
    }

    [Fact]
    public async Task KeyInfo_AfterARequest_TellsLimitsAndWhatIsLeft()
    {
        var scene = await stage.SceneAsync(new() { ["budget"] = new { usd = 5, period = "monthly" }, ["rpm"] = 100 });
        await scene.SucceedAsync("openai-dotnet", Scenario.Chat, OfficialClients.Gpt);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/key/info");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", scene.Key);
        using var response = await stage.Server.Client.SendAsync(request);
        var info = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal("caller", info.GetProperty("role").GetString());
        Assert.InRange(info.GetProperty("remaining_usd").GetDecimal(), 4.9m, 4.999999m);
        Assert.Equal(1, info.GetProperty("requests_last_minute").GetInt64());
        Assert.Equal(scene.Key[^4..], info.GetProperty("key").GetProperty("key_suffix").GetString());
        Assert.False(info.GetProperty("key").TryGetProperty("key", out _));
    }
}
