using System.Text.Json;
using System.Text.Json.Nodes;
using Switchboard.Providers.Demo;
using Switchboard.Providers.Transport;

namespace Switchboard.UnitTests.Providers.Demo;

public sealed class DemoAnswerTests
{
    private const string Hello = """{"messages":[{"role":"user","content":"Please repeat these seven words after me"}]}""";

    [Fact]
    public async Task Answer_PlainText_RepeatsItAndSaysWhatItIs()
    {
        string answer = await DemoChat.SayAsync("The moon is a harsh mistress");

        Assert.Contains("You said: “The moon is a harsh mistress”", answer, StringComparison.Ordinal);
        Assert.Contains("offline demo", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hi!", "Hello!")]
    [InlineData("What can you do?", "I'm Switchboard's offline demo model.")]
    [InlineData("thanks a lot", "You're welcome!")]
    [InlineData("What is 12 * 12?", "12 * 12 = 144")]
    public async Task Answer_SmallTalk_IsFriendly(string user, string start) =>
        Assert.StartsWith(start, await DemoChat.SayAsync(user), StringComparison.Ordinal);

    [Fact]
    public async Task Answer_Echo_IsTheTextItself() => Assert.Equal("My SSN is 123-45-6789 ", await DemoChat.SayAsync("My SSN is 123-45-6789 ", model: "echo"));

    [Fact]
    public async Task Answer_Twice_IsTheSame() => Assert.Equal((await DemoChat.SayAsync("Hm")), await DemoChat.SayAsync("Hm"));

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("max_completion_tokens")]
    public async Task Answer_MaxTokens_CutsAndSaysLength(string field)
    {
        (_, string body) = await DemoChat.SendAsync(Hello.Replace("]}", $"],\"{field}\":3}}", StringComparison.Ordinal));
        JsonNode json = JsonNode.Parse(body)!;

        Assert.Equal("You said: “Please", json["choices"]![0]!["message"]!["content"]!.GetValue<string>());
        Assert.Equal("length", json["choices"]![0]!["finish_reason"]!.GetValue<string>());
        Assert.Equal(
            (7, 3, 10),
            (json["usage"]!["prompt_tokens"]!.GetValue<int>(), json["usage"]!["completion_tokens"]!.GetValue<int>(), json["usage"]!["total_tokens"]!.GetValue<int>()));
    }

    [Fact]
    public async Task Answer_Stop_EndsBeforeIt()
    {
        JsonNode message = await DemoChat.AskAsync(Hello.Replace("]}", "],\"stop\":[\"seven\",\"zzz\"]}", StringComparison.Ordinal));

        Assert.Equal("You said: “Please repeat these ", message["content"]!.GetValue<string>());
    }

    [Fact]
    public async Task Stream_WithUsage_IsTheSameAnswerWordByWord()
    {
        string whole = (await DemoChat.AskAsync(Hello))["content"]!.GetValue<string>();
        (_, string sse) = await DemoChat.SendAsync(Hello.Replace("]}", "],\"stream\":true,\"stream_options\":{\"include_usage\":true}}", StringComparison.Ordinal));

        JsonElement[] chunks = [.. DemoChat.Chunks(sse)];
        IEnumerable<JsonElement> choices = chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray());

        Assert.EndsWith("data: [DONE]\n\n", sse, StringComparison.Ordinal);
        Assert.Equal(whole, string.Concat(choices.Select(choice => choice.GetProperty("delta").TryGetProperty("content", out JsonElement text) ? text.GetString() : "")));
        Assert.Equal("stop", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(DemoTokens.Count(whole), chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal(DemoTokens.Count(whole) + 3, chunks.Length);
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task Stream_WithoutUsageAsked_HasNoUsage()
    {
        (_, string sse) = await DemoChat.SendAsync(Hello.Replace("]}", "],\"stream\":true}", StringComparison.Ordinal));

        Assert.DoesNotContain("usage", sse, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_ToolCall_ComesAsNameAndArgumentPieces()
    {
        string tool = DemoChat.Tool("get_weather", "Weather", "\"city\":{\"type\":\"string\"}", "\"city\"");
        (_, string sse) = await DemoChat.SendAsync($$"""{"messages":[{"role":"user","content":"weather in Paris"}],"tools":[{{tool}}],"stream":true}""");
        JsonElement[] deltas = [.. DemoChat.Chunks(sse).Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta"))
            .Where(delta => delta.TryGetProperty("tool_calls", out _)).Select(delta => delta.GetProperty("tool_calls")[0])];

        Assert.Equal("get_weather", deltas[0].GetProperty("function").GetProperty("name").GetString());
        Assert.StartsWith("call_", deltas[0].GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"city":"Paris"}""", string.Concat(deltas.Select(delta => delta.GetProperty("function").GetProperty("arguments").GetString())));
        Assert.Contains("\"finish_reason\":\"tool_calls\"", sse, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_NobodyReads_TheAnswerWaits()
    {
        string words = string.Join(' ', Enumerable.Repeat("word", 5000));
        ProviderReply reply = await DemoChat.StartAsync($$"""{"messages":[{"role":"user","content":"{{words}}"}],"stream":true}""", "echo");
        await using (reply)
        {
            var buffer = new byte[1 << 20];
            int available = await reply.Body.ReadAsync(buffer);

            Assert.InRange(available, 1, 16_384);
        }
    }

    [Fact]
    public async Task Stream_Slow_IsPacedByTheClockAndEndsWithItsCaller()
    {
        var time = new SteppedTime();
        using var caller = new CancellationTokenSource();
        await using ProviderReply reply = await DemoChat.StartAsync(
            """{"messages":[{"role":"user","content":"one two three"}],"stream":true}""", "slow", time, caller.Token);
        var buffer = new byte[4096];
        string first = System.Text.Encoding.UTF8.GetString(buffer, 0, await reply.Body.ReadAsync(buffer));
        Assert.Contains("assistant", first, StringComparison.Ordinal);
        Assert.DoesNotContain("You", first, StringComparison.Ordinal);

        time.Advance(TimeSpan.FromMilliseconds(20));
        string second = System.Text.Encoding.UTF8.GetString(buffer, 0, await reply.Body.ReadAsync(buffer));
        Assert.Contains("\"You\"", second, StringComparison.Ordinal);

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reply.Body.ReadExactlyAsync(buffer));
    }

    [Fact]
    public async Task Answer_Down_Is503() => Assert.Equal(503, (await DemoChat.SendAsync(Hello, "down")).Status);

    [Theory]
    [InlineData("not json", 400, null)]
    [InlineData("[]", 400, null)]
    [InlineData("{}", 400, "messages")]
    [InlineData("""{"messages":[]}""", 400, "messages")]
    [InlineData("""{"messages":[{"role":"pirate","content":"x"}]}""", 400, "messages.[0].role")]
    [InlineData("""{"messages":[{"role":"user"}]}""", 400, "messages.[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"n":2}""", 400, "n")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"max_tokens":0}""", 400, "max_tokens")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"stream":"yes"}""", 400, "stream")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"tool_choice":"required"}""", 400, "tool_choice")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}}""", 400, "response_format.type")]
    public async Task Answer_MalformedRequest_IsAnErrorInOpenAisShape(string body, int status, string? param)
    {
        (int code, string text) = await DemoChat.SendAsync(body);
        JsonNode error = JsonNode.Parse(text)!["error"]!;

        Assert.Equal(status, code);
        Assert.Equal("invalid_request_error", error["type"]!.GetValue<string>());
        Assert.Equal(param, error["param"]?.GetValue<string>());
        Assert.NotEmpty(error["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task Answer_UnknownModel_Is404AndListsWhatThereIs()
    {
        (int status, string text) = await DemoChat.SendAsync(Hello, "gpt-9");

        Assert.Equal(404, status);
        Assert.Contains("model_not_found", text, StringComparison.Ordinal);
        Assert.Contains("demo/chat", text, StringComparison.Ordinal);
    }
}
