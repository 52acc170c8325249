using Switchboard.ConformanceTests.Drivers;
using Switchboard.ConformanceTests.Stages;
using Switchboard.Testing.Upstream;

namespace Switchboard.ConformanceTests.Gateway;

/// <summary>Every client throws what it throws at its own vendor, for faults of the caller, of the gateway's limits and of the vendor.</summary>
public sealed class ErrorTests(Stage stage)
{
    [Theory]
    [MemberData(nameof(OfficialClients.All), MemberType = typeof(OfficialClients))]
    public async Task Chat_UnknownKey_IsAnAuthenticationError(string client)
    {
        var scene = await stage.SceneAsync();

        var error = await scene.FailAsync(client, Scenario.Chat, OfficialClients.Gpt, otherKey: "sk-sf-" + new string('0', 48));

        AssertError(error, client, 401, "not known");
        Assert.Empty(scene.Requests);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.All), MemberType = typeof(OfficialClients))]
    public async Task Chat_UnknownProvider_IsNotFoundAndSaysWhatIsOn(string client)
    {
        var scene = await stage.SceneAsync();

        var error = await scene.FailAsync(client, Scenario.Chat, "nowhere/model");

        AssertError(error, client, 404, "nowhere");
        Assert.Contains("demo/*", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.All), MemberType = typeof(OfficialClients))]
    public async Task Chat_ProviderThatIsNotOn_IsNotFoundAndSaysHowToTurnItOn(string client)
    {
        var scene = await stage.SceneAsync();

        var error = await scene.FailAsync(client, Scenario.Chat, "groq/llama-3.3-70b-versatile");

        AssertError(error, client, 404, "GROQ_API_KEY");
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_ModelTheVendorDoesNotKnow_IsNotFound(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Error(404, "No such model here"));

        var error = await scene.FailAsync(client, Scenario.Chat, model);

        AssertError(error, client, 404, "No such model here");
    }

    [Theory]
    [MemberData(nameof(OfficialClients.All), MemberType = typeof(OfficialClients))]
    public async Task Chat_MalformedRequest_IsABadRequest(string client)
    {
        var scene = await stage.SceneAsync();

        var error = await scene.FailAsync(client, Scenario.Chat, new string('x', 300));

        AssertError(error, client, 400, "model");
        Assert.Empty(scene.Requests);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_VendorRefusesTheRequest_IsABadRequestInTheVendorsWords(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Error(400, "The temperature is off the scale"));

        var error = await scene.FailAsync(client, Scenario.Chat, model);

        AssertError(error, client, 400, "The temperature is off the scale");
        var row = Assert.Single(await scene.LogsAsync());
        Assert.Equal("error", row.GetProperty("outcome").GetString());
        Assert.Equal(error.RequestId, row.GetProperty("request_id").GetString());
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Stream_VendorRefusesTheRequest_IsABadRequestBeforeTheFirstPiece(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Error(400, "The temperature is off the scale"));

        var error = await scene.FailAsync(client, Scenario.Stream, model);

        AssertError(error, client, 400, "The temperature is off the scale");
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_VendorRefusesTheGatewaysKey_IsNoFaultOfTheCallersKey(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Error(401, "Who are you?"));

        var error = await scene.FailAsync(client, Scenario.Chat, model);

        AssertError(error, client, 502, "own key");
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_VendorFails_IsAServerError(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Error(500, "It broke"));

        var error = await scene.FailAsync(client, Scenario.Chat, model);

        AssertError(error, client, 502, "It broke");
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_VendorIsOverloaded_IsAnUnavailableService(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Error(529, "Too busy right now"));

        var error = await scene.FailAsync(client, Scenario.Chat, model);

        AssertError(error, client, 503, "Too busy right now");
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_VendorLimitsTheRate_IsARateLimitErrorWithTheVendorsWait(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Error(429, "Slow down", TimeSpan.FromSeconds(7)));

        var error = await scene.FailAsync(client, Scenario.Chat, model);

        AssertError(error, client, 429, "Slow down");
        Assert.Equal(7, error.RetryAfter);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_BudgetUsedUp_IsARateLimitErrorWithAWait(string client, string model)
    {
        var scene = await stage.SceneAsync(new() { ["budget"] = new { usd = 0.000001, period = "daily" } });

        var error = await scene.FailAsync(client, Scenario.Chat, model);

        AssertError(error, client, 429, "budget");
        Assert.InRange(error.RetryAfter!.Value, 1, 24 * 60 * 60);
        Assert.Empty(scene.Requests);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Chat_SecondRequestWithinTheMinute_IsARateLimitErrorWithAWait(string client, string model)
    {
        var scene = (await stage.SceneAsync(new() { ["rpm"] = 1 })).Answer(Script.Text("Hi"));
        await scene.SucceedAsync(client, Scenario.Chat, model);

        var error = await scene.FailAsync(client, Scenario.Chat, model, text: scene.Text + " again");

        AssertError(error, client, 429, "per minute");
        Assert.InRange(error.RetryAfter!.Value, 1, 61);
        Assert.Equal(["rejected", "success"], (await scene.LogsAsync(2)).Select(row => row.GetProperty("outcome").GetString()));
    }

    private static void AssertError(SeenError error, string client, int status, string words)
    {
        Assert.Equal(status, error.Status);
        Assert.Equal(OfficialClients.Get(client).ErrorType(status), error.Type);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RequestId);
    }
}
