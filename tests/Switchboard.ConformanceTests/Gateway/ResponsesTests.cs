using System.Text.Json;
using Switchboard.ConformanceTests.Drivers;
using Switchboard.ConformanceTests.Stages;
using Switchboard.Testing.Upstream;

namespace Switchboard.ConformanceTests.Gateway;

/// <summary>The clients that speak responses, with models of both vendors.</summary>
public sealed class ResponsesTests(Stage stage)
{
    private static readonly ToolCall Weather = ToolCall.InFragments("weather", "{\"ci", "ty\":", "\"Oslo\"}") with { Id = "id_1" };
    private static readonly ToolCall Time = ToolCall.InFragments("time", "{\"city\":\"", "Rome\"}") with { Id = "id_2" };
    private static readonly ScriptUsage Usage = new(7, 3) { CacheRead = 20 };

    [Theory]
    [MemberData(nameof(OfficialClients.ResponsesByModel), MemberType = typeof(OfficialClients))]
    public async Task Create_TextAndUsage_ReachTheApplication(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Hello there", Usage).WithReasoning("Hm"));

        var seen = await scene.SucceedAsync(client, Scenario.Chat, model);

        Assert.Equal(("Hello there", model, "completed"), (seen.Text, seen.Model, seen.Finish));
        Assert.StartsWith("resp_", seen.Id, StringComparison.Ordinal);
        Assert.Equal(new SeenUsage(27, 3, 20), seen.Usage);
        Assert.Equal(OfficialClients.IsClaude(model) ? "/v1/messages" : "/v1/responses", scene.Request.Path);
        Assert.Equal(30, Assert.Single(await scene.LogsAsync()).GetProperty("tokens_used").GetInt64());
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ResponsesByModel), MemberType = typeof(OfficialClients))]
    public async Task Stream_Text_ComesInTheVendorsPieces(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Chunks("One ", "two ", "three").WithReasoning("Hm", "m").WithUsage(Usage));

        var seen = await scene.SucceedAsync(client, Scenario.Stream, model);

        Assert.Equal(["One ", "two ", "three"], seen.Pieces);
        Assert.Equal((model, "completed"), (seen.Model, seen.Finish));
        Assert.Equal(new SeenUsage(27, 3, 20), seen.Usage);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ResponsesByModel), MemberType = typeof(OfficialClients))]
    public async Task Stream_CutByTheLimit_IsIncomplete(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Chunks("One ", "two ").EndedBy(ReplyEnd.Length));

        var seen = await scene.SucceedAsync(client, Scenario.Stream, model);

        Assert.Equal(("One two ", "incomplete"), (seen.Text, seen.Finish));
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ResponsesByModel), MemberType = typeof(OfficialClients))]
    public async Task Stream_VendorFailsMidway_ClientSeesTheFailedResponse(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Chunks("One ", "two ").FailAfter(OfficialClients.IsClaude(model) ? 4 : 5, Script.Error(529, "Too busy right now")));

        var seen = await scene.RunAsync(client, Scenario.Stream, model);

        Assert.Equal(("One ", "failed"), (seen.Text, seen.Finish));
        Assert.Contains("Too busy right now", seen.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("error", Assert.Single(await scene.LogsAsync()).GetProperty("outcome").GetString());
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ResponsesByModel), MemberType = typeof(OfficialClients))]
    public async Task Stream_ClientLeaves_VendorIsStopped(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Chunks("One ", "two ").HangAfter(OfficialClients.IsClaude(model) ? 4 : 5));

        var seen = await scene.SucceedAsync(client, Scenario.Abort, model);
        await scene.WhenAbortedAsync();

        Assert.Equal("One ", seen.Text);
        Assert.Equal("disconnected", Assert.Single(await scene.LogsAsync()).GetProperty("outcome").GetString());
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ResponsesByModel), MemberType = typeof(OfficialClients))]
    public async Task Tools_WholeAndStreamed_ReachTheApplication(string client, string model)
    {
        foreach (var scenario in (Scenario[])[Scenario.Tools, Scenario.StreamTools])
        {
            var scene = (await stage.SceneAsync()).Answer(Script.Text("Looking").WithTools(Weather, Time));

            var seen = await scene.SucceedAsync(client, scenario, model);

            Assert.Equal("Looking", seen.Text);
            Assert.Equal([("id_1", "weather", "Oslo"), ("id_2", "time", "Rome")], seen.Calls.Select(static c => (c.Id, c.Name, JsonElement.Parse(c.Arguments).GetProperty("city").GetString()!)));
            Assert.Equal(scenario == Scenario.Tools ? [1, 1] : [3, 2], seen.Calls.Select(static c => c.Pieces));
            Assert.Equal(2, scene.Request.Json.GetProperty("tools").GetArrayLength());
        }
    }

    [Theory]
    [InlineData(OfficialClients.Gpt)]
    [InlineData(OfficialClients.Claude)]
    public async Task StreamTools_ClientsOwnAccumulator_PutsTheAnswerTogether(string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Looking", Usage).WithReasoning("Hm").WithTools(Weather, Time));

        var seen = await scene.SucceedAsync("openai-npm-responses", Scenario.Collect, model);

        Assert.Equal(("Looking", "completed"), (seen.Text, seen.Finish));
        Assert.Equal(["{\"city\":\"Oslo\"}", "{\"city\":\"Rome\"}"], seen.Calls.Select(static c => c.Arguments));
        Assert.Equal(new SeenUsage(27, 3, 20), seen.Usage);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ResponsesByModel), MemberType = typeof(OfficialClients))]
    public async Task Loop_ItemsSentBack_AreTheConversation(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Looking").WithReasoning("Hm").WithTools(Weather, Time), Script.Text("Mild"), Script.Chunks("Mild, ", "noon"));

        var seen = await scene.SucceedAsync(client, Scenario.Loop, model);

        Assert.Equal(["Mild, ", "noon"], seen.Pieces);
        var last = scene.Requests[^1].Json;
        if (OfficialClients.IsClaude(model))
        {
            Assert.Equal(["user", "assistant", "user"], last.GetProperty("messages").EnumerateArray().Select(static m => m.GetProperty("role").GetString()));
        }

        Assert.All(["Looking", "id_1", "id_2", "degrees"], text => Assert.Contains(text, scene.Requests[^1].Text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ResponsesByModel), MemberType = typeof(OfficialClients))]
    public async Task Continue_FromAnEarlierResponse_ReadsAndDeletesItToo(string client, string model)
    {
        var scene = await stage.SceneAsync();
        var claude = OfficialClients.IsClaude(model);
        var id = $"resp_of_{client}";
        if (claude)
        {
            scene.Answer(Script.Text("First"), Script.Text("Second"));
        }
        else
        {
            scene.Answer(Script.Json(Kept(id)), Script.Text("Second"));
            stage.Upstream.When(r => r.Method == "GET" && r.Path.EndsWith(id, StringComparison.Ordinal), Script.Json(Kept(id)));
            stage.Upstream.When(r => r.Method == "DELETE" && r.Path.EndsWith(id, StringComparison.Ordinal), Script.Json($$"""{"id":"{{id}}","object":"response","deleted":true}"""));
        }

        var seen = await scene.SucceedAsync(client, Scenario.Continue, model);

        Assert.Equal("Second", seen.Text);
        Assert.Equal(["First"], seen.Pieces);
        Assert.Equal("deleted", seen.Finish);
        Assert.Contains("Go on", scene.Requests[1].Text, StringComparison.Ordinal);
        Assert.Equal(claude, scene.Requests[1].Text.Contains("First", StringComparison.Ordinal));
        Assert.Equal(claude, !scene.Requests[1].Text.Contains("previous_response_id", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ResponsesByModel), MemberType = typeof(OfficialClients))]
    public async Task Create_InstructionsAndImage_ReachTheVendor(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Hi"));
        await scene.SucceedAsync(client, Scenario.System, model);
        await scene.SucceedAsync(client, Scenario.Image, model);

        Assert.Contains("Be brief.", scene.Requests[0].Text, StringComparison.Ordinal);
        Assert.Contains(Fixtures.Pixel, scene.Requests[1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.Responses), MemberType = typeof(OfficialClients))]
    public async Task Errors_ArriveAsTheClientsExceptions(string client)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Error(400, "No such thing"));

        var refused = await scene.FailAsync(client, Scenario.Chat, OfficialClients.Gpt);
        var unknown = await scene.FailAsync(client, Scenario.Chat, OfficialClients.Gpt, otherKey: "sk-sf-wrong");

        Assert.Equal((400, 401), (refused.Status, unknown.Status));
        Assert.Contains("No such thing", refused.Message, StringComparison.Ordinal);
        Assert.Equal((OfficialClients.Get(client).ErrorType(400), OfficialClients.Get(client).ErrorType(401)), (refused.Type, unknown.Type));
    }

    [Fact]
    public async Task InputItems_OfAKeptResponse_AreReadBack()
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Hi"), Script.Text("Ho"));

        var seen = await scene.SucceedAsync("openai-npm-responses", Scenario.InputItems, OfficialClients.Claude);

        Assert.Equal([$"message user {scene.Text}", "message user and more", "message assistant Hi", "message user Go on"], seen.Pieces);
    }

    [Theory]
    [InlineData(OfficialClients.Gpt)]
    [InlineData(OfficialClients.Claude)]
    public async Task InputTokens_OfARequest_AreEstimated(string model)
    {
        var seen = await (await stage.SceneAsync()).SucceedAsync("openai-npm-responses", Scenario.CountTokens, model);

        Assert.Equal("response.input_tokens", seen.Text);
        Assert.InRange(seen.Usage!.Input, 5, 40);
    }

    private static string Kept(string id) => $$"""
        {"id":"{{id}}","object":"response","created_at":1,"status":"completed","error":null,"incomplete_details":null,"instructions":null,"model":"{{OfficialClients.Gpt}}","output":[
          {"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"First","annotations":[],"logprobs":[]}]}],
         "parallel_tool_calls":true,"tool_choice":"auto","tools":[],"temperature":1,"top_p":1,"metadata":{},
         "usage":{"input_tokens":1,"input_tokens_details":{"cached_tokens":0},"output_tokens":1,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":2} }
        """;
}
