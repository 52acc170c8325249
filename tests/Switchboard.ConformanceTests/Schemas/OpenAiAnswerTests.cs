using System.Text.Json;
using Switchboard.ConformanceTests.Drivers;
using Switchboard.ConformanceTests.Stages;
using Switchboard.Testing.Upstream;

namespace Switchboard.ConformanceTests.Schemas;

/// <summary>What the gateway says in OpenAI's dialect fits OpenAI's own description, whoever answered.</summary>
public sealed class OpenAiAnswerTests(Stage stage)
{
    private const string Tools = """[{"type":"function","function":{"name":"weather","description":"Gets the weather in a city.","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]""";

    private static readonly Reply Rich = Script.Text("Hello there", new(7, 3) { CacheRead = 20, Reasoning = 2 }).WithReasoning("Hm", "m.")
        .WithTools(ToolCall.InFragments("weather", "{\"city\":", "\"Oslo\"}"), new ToolCall("time"));

    public static TheoryData<string, string> Questions => new()
    {
        { OfficialClients.Gpt, "Say hello" },
        { OfficialClients.Claude, "Say hello" },
        { "demo/chat", "Say hello" },
        { "demo/chat", "What is the weather in Paris?" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Chat_WholeAnswer_IsAChatCompletion(string model, string question)
    {
        var schema = OpenAiSchema.Get();

        var answer = await AskAsync(model, question, stream: false);

        schema.AssertFits("CreateChatCompletionResponse", JsonElement.Parse(answer));
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Stream_EveryChunk_IsAChatCompletionChunk(string model, string question)
    {
        var schema = OpenAiSchema.Get();

        var answer = await AskAsync(model, question, stream: true);

        var data = answer.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..]).ToList();
        Assert.Equal("[DONE]", data[^1]);
        var chunks = data[..^1].ConvertAll(chunk => JsonElement.Parse(chunk));
        Assert.All(chunks, chunk => schema.AssertFits("CreateChatCompletionStreamResponse", chunk));
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
        Assert.Empty(chunks[^1].GetProperty("choices").EnumerateArray());
        Assert.True(chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt64() > 0);
    }

    [Fact]
    public async Task Models_List_IsAListOfModels()
    {
        var schema = OpenAiSchema.Get();
        var scene = await stage.SceneAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Authorization = new("Bearer", scene.Key);

        using var response = await stage.Server.Client.SendAsync(request);

        schema.AssertFits("ListModelsResponse", JsonElement.Parse(await response.Content.ReadAsStringAsync()));
    }

    private async Task<string> AskAsync(string model, string question, bool stream)
    {
        var scene = (await stage.SceneAsync()).Answer(Rich);
        using var response = await stage.Server.PostAsync(
            "/v1/chat/completions",
            $$"""{"model":"{{model}}","tools":{{Tools}},"messages":[{"role":"user","content":"{{question}}. {{scene.Text}}"}]{{(stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "")}}}""",
            scene.Key);
        return await response.Content.ReadAsStringAsync();
    }
}
