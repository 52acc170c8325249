using System.Net;
using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>Vendors whose wire no caller speaks, asked by callers of both dialects through the whole server.</summary>
public sealed class NativeVendorTests(NativeVendorFixture fixture) : IClassFixture<NativeVendorFixture>
{
    private const string Cohere = "cohere/command-a-03-2025";
    private const string Ollama = "ollama/qwen3";

    /// <summary>Model, path at the vendor, whether the caller speaks Anthropic's dialect, whether it streams.</summary>
    public static TheoryData<string, string, bool, bool> Ways => new()
    {
        { Cohere, "/v2/chat", false, false },
        { Cohere, "/v2/chat", false, true },
        { Cohere, "/v2/chat", true, false },
        { Cohere, "/v2/chat", true, true },
        { Ollama, "/api/chat", false, false },
        { Ollama, "/api/chat", false, true },
        { Ollama, "/api/chat", true, false },
        { Ollama, "/api/chat", true, true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Ask_Text_IsAnsweredMeteredAndRecorded(string model, string path, bool anthropic, bool stream)
    {
        var (said, prompt) = await AskAsync(Script.Reasoning("Hmm").WithText("Hello ", "there").WithUsage(new(70, 30)), model, anthropic, stream);

        Assert.Equal(HttpStatusCode.OK, said.Status);
        Assert.Equal("Hello there", Spoken(said, anthropic, stream));
        Assert.Contains("Hmm", said.Text, StringComparison.Ordinal);
        Assert.Contains(anthropic ? stream ? "message_stop" : "\"end_turn\"" : stream ? "data: [DONE]" : "\"stop\"", said.Text, StringComparison.Ordinal);
        var request = fixture.Upstream.Requests.Single(r => r.Text.Contains(prompt, StringComparison.Ordinal));
        Assert.Equal((path, model[(model.IndexOf('/', StringComparison.Ordinal) + 1)..], stream), (request.Path, request.Model, request.IsStream));
        Assert.Equal(model == Cohere ? "Bearer " + NativeVendorFixture.CohereKey : null, request.Headers.GetValueOrDefault("Authorization"));
        var record = await fixture.RecordOfAsync(said.Headers["x-smartflow-request-id"]);
        Assert.Equal("success", record.GetProperty("outcome").GetString());
        var metrics = record.GetProperty("metrics");
        Assert.Equal((70, 30), (metrics.GetProperty("prompt_tokens").GetInt32(), metrics.GetProperty("completion_tokens").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Ask_WithTools_GetsParallelCallsWithIds(string model, string path, bool anthropic, bool stream)
    {
        var script = Script.Tools(new ToolCall("f", """{"a":1}"""), new ToolCall("g"));
        var (said, prompt) = await AskAsync(script, model, anthropic, stream, anthropic
            ? """{"tools":[{"name":"f","input_schema":{"type":"object"}}]}"""
            : """{"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}""");

        Assert.Equal(HttpStatusCode.OK, said.Status);
        var calls = Calls(said, anthropic, stream);
        Assert.Equal(["f", "g"], calls.Select(static call => call.Name));
        Assert.Equal("""{"a":1}""", calls[0].Arguments.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(2, calls.Select(static call => call.Id).Where(static id => id.Length > 0).Distinct().Count());
        Assert.Contains(anthropic ? "\"tool_use\"" : "\"tool_calls\"", said.Text, StringComparison.Ordinal);
        var sent = fixture.Upstream.Requests.Single(r => r.Text.Contains(prompt, StringComparison.Ordinal));
        Assert.Equal((path, "f"), (sent.Path, sent.Json.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString()));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Ask_VendorReportsNoUsage_IsEstimated(string model, string path, bool anthropic, bool stream)
    {
        _ = path;
        var (said, _) = await AskAsync(Script.Text("Hello there, this is an answer").WithoutUsage(), model, anthropic, stream);

        var record = await fixture.RecordOfAsync(said.Headers["x-smartflow-request-id"]);
        Assert.True(record.GetProperty("metrics").GetProperty("completion_tokens").GetInt32() > 3, record.ToString());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Ask_VendorFailsInTheMiddle_IsToldInTheCallersDialect(string model, string path, bool anthropic, bool stream)
    {
        _ = path;
        var (said, _) = await AskAsync(Script.Chunks("Hel", "lo").FailAfter(model == Cohere ? 3 : 1, Script.Error(500, "The machine is on fire.")), model, anthropic, stream);

        Assert.Equal(stream ? HttpStatusCode.OK : HttpStatusCode.BadGateway, said.Status);
        var error = stream ? said.Frames[^1] : said.Json;
        Assert.Contains("The machine is on fire.", error.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", said.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", said.Text, StringComparison.Ordinal);
        Assert.Equal("error", (await fixture.RecordOfAsync(said.Headers["x-smartflow-request-id"])).GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData(Cohere, false)]
    [InlineData(Cohere, true)]
    [InlineData(Ollama, false)]
    [InlineData(Ollama, true)]
    public async Task Ask_StreamCutShort_IsAnErrorAndNoEnd(string model, bool anthropic)
    {
        var (said, _) = await AskAsync(Script.Chunks("Hel", "lo").CutAfter(2), model, anthropic, stream: true);

        Assert.True(said.Frames[^1].TryGetProperty("error", out _), said.Text);
        Assert.Equal("error", (await fixture.RecordOfAsync(said.Headers["x-smartflow-request-id"])).GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData(Cohere, 3)]
    [InlineData(Ollama, 1)]
    public async Task Ask_Stream_ComesPieceByPiece(string model, int frames)
    {
        var gate = new Gate();
        var prompt = fixture.Answering(Script.Chunks("first ", "second").HoldAfter(frames, gate));
        using var response = await fixture.Server.PostAsync(Talk.Chat, Talk.Ask(prompt, """{"stream":true}""", model));
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var line = "";
        while (!line.Contains("first", StringComparison.Ordinal))
        {
            line = await lines.ReadLineAsync() ?? throw new EndOfStreamException();
        }

        gate.Open();
        Assert.Contains("second", await lines.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Cohere, 401, HttpStatusCode.BadGateway, "COHERE_API_KEY")]
    [InlineData(Cohere, 422, HttpStatusCode.UnprocessableEntity, "You sent")]
    [InlineData(Cohere, 429, HttpStatusCode.TooManyRequests, "You sent")]
    [InlineData(Ollama, 404, HttpStatusCode.NotFound, "You sent")]
    [InlineData(Ollama, 500, HttpStatusCode.BadGateway, "You sent")]
    public async Task Ask_VendorRefuses_IsToldWithoutTheKey(string model, int status, HttpStatusCode expected, string words)
    {
        var (said, _) = await AskAsync(Script.Error(status, $"No model. You sent {NativeVendorFixture.CohereKey}."), model, anthropic: false, stream: false);

        Assert.Equal(expected, said.Status);
        Assert.Contains(words, said.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        if (model == Cohere)
        {
            Assert.DoesNotContain(NativeVendorFixture.CohereKey, said.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(fixture.Server.Log.Lines, static line => line.Contains(NativeVendorFixture.CohereKey, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Ollama_PictureByAddress_IsRefusedBeforeAnythingIsSent()
    {
        var sent = fixture.Upstream.Requests.Count;
        var said = await fixture.Server.SayAsync("""
            {"model":"ollama/llava","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.test/a.png"}}]}]}
            """);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Contains("base64", said.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(sent, fixture.Upstream.Requests.Count);
    }

    [Fact]
    public async Task Ollama_OwnOptions_ReachTheServer()
    {
        var (_, prompt) = await AskAsync(Script.Text("x"), Ollama, anthropic: false, stream: false, """{"max_tokens":9,"options":{"num_ctx":8192},"keep_alive":"10m","think":false}""");

        var sent = fixture.Upstream.Requests.Single(r => r.Text.Contains(prompt, StringComparison.Ordinal)).Json;
        Assert.Equal("""{"num_predict":9,"num_ctx":8192}""", sent.GetProperty("options").GetRawText());
        Assert.Equal(("10m", JsonValueKind.False), (sent.GetProperty("keep_alive").GetString(), sent.GetProperty("think").ValueKind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Claude_OlderModelAndASchema_AnswersInJson(bool stream)
    {
        var (said, prompt) = await AskAsync(Script.Tool("give_json_answer", """{"city":"Oslo"}"""), "anthropic/claude-sonnet-4-0", anthropic: false, stream, """
            {"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}}}
            """);

        Assert.Equal("""{"city":"Oslo"}""", said.Content);
        Assert.DoesNotContain("tool_calls", said.Text, StringComparison.Ordinal);
        var sent = fixture.Upstream.Requests.Single(r => r.Text.Contains(prompt, StringComparison.Ordinal)).Json;
        Assert.Equal("give_json_answer", sent.GetProperty("tool_choice").GetProperty("name").GetString());
    }

    private async Task<(Said Said, string Prompt)> AskAsync(Script script, string model, bool anthropic, bool stream, string more = "{}")
    {
        var prompt = fixture.Answering(script);
        more = stream ? more.Trim().Length == 2 ? """{"stream":true}""" : more.Trim()[..^1] + ",\"stream\":true}" : more;
        var said = await fixture.Server.SayAsync(
            anthropic ? Talk.AskClaude(prompt, more, model) : Talk.Ask(prompt, more, model), path: anthropic ? Talk.Messages : Talk.Chat);
        return (said, prompt);
    }

    private static string Spoken(Said said, bool anthropic, bool stream) => anthropic && !stream
        ? said.Json.GetProperty("content").EnumerateArray().Single(static block => block.GetProperty("type").GetString() == "text").GetProperty("text").GetString()!
        : said.Content;

    private static List<(string Id, string Name, string Arguments)> Calls(Said said, bool anthropic, bool stream)
    {
        if (!stream)
        {
            return anthropic
                ? [.. said.Json.GetProperty("content").EnumerateArray().Where(static b => b.GetProperty("type").GetString() == "tool_use").Select(static b => (b.GetProperty("id").GetString()!, b.GetProperty("name").GetString()!, b.GetProperty("input").GetRawText()))]
                : [.. said.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls").EnumerateArray().Select(static c => (c.GetProperty("id").GetString()!, c.GetProperty("function").GetProperty("name").GetString()!, c.GetProperty("function").GetProperty("arguments").GetString()!))];
        }

        var calls = new List<(string Id, string Name, string Arguments)>();
        foreach (var frame in said.Frames)
        {
            if ((anthropic ? Opened(frame) : Streamed(frame)) is not { } piece)
            {
                continue;
            }

            if (piece.Id.Length > 0)
            {
                calls.Add(piece);
            }
            else
            {
                calls[^1] = calls[^1] with { Arguments = calls[^1].Arguments + piece.Arguments };
            }
        }

        return calls;
    }

    private static (string Id, string Name, string Arguments)? Opened(JsonElement frame)
    {
        if (frame.TryGetProperty("content_block", out var block) && block.GetProperty("type").GetString() == "tool_use")
        {
            return (block.GetProperty("id").GetString()!, block.GetProperty("name").GetString()!, "");
        }

        return frame.TryGetProperty("delta", out var delta) && delta.TryGetProperty("partial_json", out var json) ? ("", "", json.GetString()!) : null;
    }

    private static (string Id, string Name, string Arguments)? Streamed(JsonElement frame)
    {
        if (!frame.TryGetProperty("choices", out var choices) || choices.GetArrayLength() == 0 || !choices[0].GetProperty("delta").TryGetProperty("tool_calls", out var calls))
        {
            return null;
        }

        var function = calls[0].GetProperty("function");
        return (calls[0].TryGetProperty("id", out var id) ? id.GetString()! : "", function.TryGetProperty("name", out var name) ? name.GetString()! : "", function.GetProperty("arguments").GetString()!);
    }
}
