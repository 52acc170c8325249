using System.Text.Json;
using Switchboard.ConformanceTests.Drivers;
using Switchboard.ConformanceTests.Stages;
using Switchboard.Testing.Upstream;

namespace Switchboard.ConformanceTests.Schemas;

/// <summary>What the gateway says as responses fits OpenAI's own description, whoever answered.</summary>
public sealed class ResponsesAnswerTests(Stage stage)
{
    private const string Tools = """[{"type":"function","name":"weather","description":"Gets the weather in a city.","parameters":{"type":"object","properties":{"city":{"type":"string"}}},"strict":false}]""";

    private static readonly Reply Rich = Script.Text("Hello there", new(7, 3) { CacheRead = 20, Reasoning = 2 }).WithReasoning("Hm", "m.")
        .WithTools(ToolCall.InFragments("weather", "{\"city\":", "\"Oslo\"}"), new ToolCall("time"));

    public static TheoryData<string, Script> Answers => new()
    {
        { OfficialClients.Gpt, Rich },
        { OfficialClients.Claude, Rich },
        { OfficialClients.Claude, Script.Text("Hel").EndedBy(ReplyEnd.Length) },
        { OfficialClients.Claude, Script.Chunks("One ", "two").CutAfter(4) },
        { OfficialClients.Gpt, Script.Chunks("One ", "two").CutAfter(5) },
        { "demo/chat", Rich },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Create_WholeAnswer_IsAResponse(string model, Script script)
    {
        var schema = OpenAiSchema.Get();

        var answer = JsonElement.Parse(await AskAsync(model, script is Reply { Acts.IsEmpty: false } ? Rich : script, stream: false));

        schema.AssertFits("Response", answer);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Stream_EveryEvent_IsAnEvent(string model, Script script)
    {
        var schema = OpenAiSchema.Get();

        var answer = await AskAsync(model, script, stream: true);

        var events = answer.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => JsonElement.Parse(line[6..])).ToList();
        Assert.NotEmpty(events);
        var ours = model == OfficialClients.Gpt ? events[^1..] : events; // OpenAI's own first events have a null that its description forbids.
        Assert.All(ours, @event => schema.AssertFits("ResponseStreamEvent", @event));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(@event => @event.GetProperty("sequence_number").GetInt32()));
        var end = events[^1].GetProperty("response");
        schema.AssertFits("Response", end);
        Assert.Equal(events[0].GetProperty("response").GetProperty("id").GetString(), end.GetProperty("id").GetString());
    }

    private async Task<string> AskAsync(string model, Script script, bool stream)
    {
        var scene = (await stage.SceneAsync()).Answer(script);
        using var response = await stage.Server.PostAsync(
            "/v1/responses",
            $$"""{"model":"{{model}}","tools":{{Tools}},"input":"{{scene.Text}}"{{(stream ? ",\"stream\":true" : "")}}}""",
            scene.Key);
        return await response.Content.ReadAsStringAsync();
    }
}
