using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

public sealed class OpenAiWireTests : UpstreamTest
{
    private static readonly ScriptUsage Usage = new(7, 3) { CacheRead = 20, CacheWrite = 5, Reasoning = 4 };

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/chat/completions")]
    public async Task Body_DefaultReply_IsAChatCompletion(string path)
    {
        Server.OpenAi.Reply("Hello");
        var body = await JsonAsync(path, Plain);
        Assert.Equal("chat.completion", body.GetProperty("object").GetString());
        Assert.Equal("m", body.GetProperty("model").GetString());
        var choice = body.GetProperty("choices")[0];
        Assert.Equal("Hello", choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(15, body.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Stream_ChosenChunks_OpensWithTheRoleAndEndsWithDone()
    {
        Server.Enqueue(Script.Chunks("Hel", "lo"));
        var events = await EventsAsync(OpenAiPath, Streamed);
        Assert.Equal("[DONE]", events[^1].Data);
        var deltas = events.SkipLast(1).Select(item => JsonElement.Parse(item.Data).GetProperty("choices")[0]).ToList();
        Assert.Equal("""{"role":"assistant","content":""}""", deltas[0].GetProperty("delta").GetRawText());
        Assert.Equal("""{"content":"Hel"}""", deltas[1].GetProperty("delta").GetRawText());
        Assert.Equal("""{"content":"lo"}""", deltas[2].GetProperty("delta").GetRawText());
        Assert.Equal("{}", deltas[3].GetProperty("delta").GetRawText());
        Assert.Equal("stop", deltas[3].GetProperty("finish_reason").GetString());
        Assert.Equal(4, deltas.Count);
    }

    [Fact]
    public async Task Stream_UsageNotAskedFor_IsNotSent()
    {
        Server.Enqueue(Script.Text("Hi", Usage));
        Assert.All(await ChunksAsync(OpenAiPath, Streamed), chunk => Assert.False(chunk.TryGetProperty("usage", out _)));
    }

    [Fact]
    public async Task Stream_UsageAskedFor_ComesLastWithoutChoicesAndIsNullBefore()
    {
        Server.Enqueue(Script.Text("Hi", Usage));
        var chunks = await ChunksAsync(OpenAiPath, StreamedWithUsage);
        Assert.All(chunks.SkipLast(1), chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("usage").ValueKind));
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        var usage = chunks[^1].GetProperty("usage");
        Assert.Equal(32, usage.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(20, usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
        Assert.Equal(7, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(4, usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
        Assert.Equal(39, usage.GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Stream_ParallelTools_NamesEachOnceAndSendsItsFragments()
    {
        Server.Enqueue(Script.Tools(ToolCall.InFragments("weather", "{\"city\"", ":\"Oslo\"}"), new ToolCall("time") { Id = "call_x" }));
        var chunks = await ChunksAsync(OpenAiPath, Streamed);
        var calls = chunks.Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta"))
            .Where(delta => delta.TryGetProperty("tool_calls", out _)).Select(delta => delta.GetProperty("tool_calls")[0]).ToList();
        Assert.Equal(["call_1", "call_x"], calls.Where(call => call.TryGetProperty("id", out _)).Select(call => call.GetProperty("id").GetString()));
        var weather = calls.Where(call => call.GetProperty("index").GetInt32() == 0).Select(call => call.GetProperty("function"));
        Assert.Equal(["", "{\"city\"", ":\"Oslo\"}"], weather.Select(function => function.GetProperty("arguments").GetString()));
        Assert.Equal(JsonValueKind.Null, chunks[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("content").ValueKind);
        Assert.Equal("tool_calls", chunks[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Body_ReasoningTextAndTool_CarriesAllThree()
    {
        Server.Enqueue(Script.Reasoning("Let me ", "see.").WithText("Calling.").WithTools(new ToolCall("weather", """{"city":"Oslo"}""")));
        var message = (await JsonAsync(OpenAiPath, Plain)).GetProperty("choices")[0].GetProperty("message");
        Assert.Equal("Let me see.", message.GetProperty("reasoning_content").GetString());
        Assert.Equal("Calling.", message.GetProperty("content").GetString());
        var function = message.GetProperty("tool_calls")[0].GetProperty("function");
        Assert.Equal("""{"city":"Oslo"}""", function.GetProperty("arguments").GetString());
    }

    [Fact]
    public async Task Body_NoChoices_HasAnEmptyArray()
    {
        Server.Enqueue(Script.NoChoices());
        Assert.Equal(0, (await JsonAsync(OpenAiPath, Plain)).GetProperty("choices").GetArrayLength());
    }

    [Fact]
    public async Task Body_EndedByLengthWithoutUsageUnderAnotherName_SaysSo()
    {
        Server.Enqueue(Script.Text("Hi").EndedBy(ReplyEnd.Length).WithoutUsage().WithModel("m-2025"));
        var body = await JsonAsync(OpenAiPath, Plain);
        Assert.Equal("length", body.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal("m-2025", body.GetProperty("model").GetString());
        Assert.False(body.TryGetProperty("usage", out _));
    }

    [Fact]
    public async Task Models_Named_AreListedWithoutUsingTheQueue()
    {
        Server.OpenAi.Models("a", "b");
        Server.Enqueue(Script.Error(500));
        var list = JsonElement.Parse(await Client.GetStringAsync("/v1/models", Cancelled));
        Assert.Equal(["a", "b"], list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
    }
}
