using System.Text.Json;
using Switchboard.ConformanceTests.Drivers;
using Switchboard.ConformanceTests.Stages;
using Switchboard.Testing.Upstream;

namespace Switchboard.ConformanceTests.Gateway;

/// <summary>Every client, with models of both vendors: tools offered, called, and answered.</summary>
public sealed class ToolTests(Stage stage)
{
    private static readonly ToolCall Weather = ToolCall.InFragments("weather", "{\"ci", "ty\":", "\"Oslo\"}") with { Id = "id_1" };
    private static readonly ToolCall Time = ToolCall.InFragments("time", "{\"city\":\"", "Rome\"}") with { Id = "id_2" };

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Tools_OneCall_ReachesTheApplication(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Tools(Weather));

        var seen = await scene.SucceedAsync(client, Scenario.Tools, model);

        AssertCall(Assert.Single(seen.Calls), 0, "id_1", "weather", "Oslo");
        Assert.Equal(OfficialClients.Get(client).IsAnthropic ? "tool_use" : "tool_calls", seen.Finish);
        AssertOffered(scene.Request.Json, model);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Tools_TextAndParallelCalls_ReachTheApplication(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Looking").WithTools(Weather, Time));

        var seen = await scene.SucceedAsync(client, Scenario.Tools, model);

        Assert.Equal("Looking", seen.Text);
        Assert.Equal(2, seen.Calls.Count);
        AssertCall(seen.Calls[0], 0, "id_1", "weather", "Oslo");
        AssertCall(seen.Calls[1], 1, "id_2", "time", "Rome");
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task StreamTools_ParallelCallsInFragments_ComeTogetherUnderStableIndices(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Looking").WithTools(Weather, Time));

        var seen = await scene.SucceedAsync(client, Scenario.StreamTools, model);

        Assert.Equal("Looking", seen.Text);
        Assert.Equal(2, seen.Calls.Count);
        AssertCall(seen.Calls[0], 0, "id_1", "weather", "Oslo");
        AssertCall(seen.Calls[1], 1, "id_2", "time", "Rome");
        Assert.Equal([3, 2], seen.Calls.Select(call => call.Pieces));
        Assert.Equal(OfficialClients.Get(client).IsAnthropic ? "tool_use" : "tool_calls", seen.Finish);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.NpmByModel), MemberType = typeof(OfficialClients))]
    public async Task StreamTools_ClientsOwnAccumulator_PutsTheAnswerTogether(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Looking", new(7, 3)).WithTools(Weather, Time));

        var seen = await scene.SucceedAsync(client, Scenario.Collect, model);

        Assert.Equal("Looking", seen.Text);
        AssertCall(seen.Calls[0], 0, "id_1", "weather", "Oslo");
        AssertCall(seen.Calls[1], 1, "id_2", "time", "Rome");
        Assert.Equal(new SeenUsage(7, 3, 0), seen.Usage);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task ToolResults_OfTwoCalls_ReachTheVendorBesideTheirCalls(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Mild"));

        var seen = await scene.SucceedAsync(client, Scenario.ToolResults, model);

        Assert.Equal("Mild", seen.Text);
        var messages = scene.Request.Json.GetProperty("messages").EnumerateArray().ToList();
        if (OfficialClients.IsClaude(model))
        {
            Assert.Equal(["user", "assistant", "user"], messages.Select(message => message.GetProperty("role").GetString()));
            Assert.Equal([("call_a", "weather"), ("call_b", "time")], Blocks(messages[1], "tool_use").Select(block => (Text(block, "id"), Text(block, "name"))));
            Assert.Equal(["call_a", "call_b"], Blocks(messages[2], "tool_result").Select(block => Text(block, "tool_use_id")));
            Assert.Equal("Oslo", Text(Blocks(messages[1], "tool_use")[0].GetProperty("input"), "city"));
        }
        else
        {
            Assert.Equal(["user", "assistant", "tool", "tool"], messages.Select(message => message.GetProperty("role").GetString()));
            Assert.Equal(["call_a", "call_b"], messages[1].GetProperty("tool_calls").EnumerateArray().Select(call => Text(call, "id")));
            Assert.Equal(["call_a", "call_b"], messages[2..].Select(message => Text(message, "tool_call_id")));
        }

        Assert.Contains("12 degrees", messages[2].ToString(), StringComparison.Ordinal);
        Assert.Contains("noon", messages[^1].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(OfficialClients.ByModel), MemberType = typeof(OfficialClients))]
    public async Task Loop_CallResultAnswer_CarriesTheVendorsCallIdsBack(string client, string model)
    {
        var scene = (await stage.SceneAsync()).Answer(Script.Text("Looking").WithTools(Weather, Time), Script.Text("Mild"), Script.Chunks("Mild, ", "noon"));

        var seen = await scene.SucceedAsync(client, Scenario.Loop, model);

        Assert.Equal(["Mild, ", "noon"], seen.Pieces);
        Assert.Equal([false, false, true], scene.Requests.Select(request => request.IsStream));
        foreach (var request in scene.Requests.Skip(1))
        {
            var messages = request.Json.GetProperty("messages").EnumerateArray().ToList();
            Assert.Equal("Looking", Said(messages[1]));
            Assert.Equal(["id_1", "id_2"], OfficialClients.IsClaude(model)
                ? Blocks(messages[2], "tool_result").Select(block => Text(block, "tool_use_id"))
                : messages[2..].Select(message => Text(message, "tool_call_id")));
        }
    }

    /// <summary>What a message says in words, as a string or in blocks.</summary>
    private static string Said(JsonElement message) => message.GetProperty("content") switch
    {
        { ValueKind: JsonValueKind.Array } => string.Concat(Blocks(message, "text").Select(block => Text(block, "text"))),
        var content => content.GetString() ?? "",
    };

    private static void AssertCall(SeenTool call, int index, string id, string name, string city)
    {
        Assert.Equal((index, id, name), (call.Index, call.Id, call.Name));
        Assert.Equal(city, Text(JsonElement.Parse(call.Arguments), "city"));
    }

    private static void AssertOffered(JsonElement body, string model)
    {
        var tools = body.GetProperty("tools").EnumerateArray().Select(tool => OfficialClients.IsClaude(model) ? tool : tool.GetProperty("function")).ToList();
        Assert.Equal(["weather", "time"], tools.Select(tool => Text(tool, "name")));
        var schema = tools[0].GetProperty(OfficialClients.IsClaude(model) ? "input_schema" : "parameters");
        Assert.Equal("string", Text(schema.GetProperty("properties").GetProperty("city"), "type"));
        Assert.Equal("city", schema.GetProperty("required")[0].GetString());
    }

    private static List<JsonElement> Blocks(JsonElement message, string type) =>
        [.. message.GetProperty("content").EnumerateArray().Where(block => Text(block, "type") == type)];

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString()!;
}
