using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Switchboard.FunctionalTests.Responses;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Translation;

/// <summary>What vendors do wrong, in every dialect of theirs and towards every caller: the caller's own error each, and a record each.</summary>
public sealed class FailureTests(FailureFixture fixture) : IClassFixture<FailureFixture>
{
    private static readonly string[] Models = [.. Column.All.Select(static column => column.Model).Append("gpt-4o").Where(static model => !model.Contains("sonnet-4-0", StringComparison.Ordinal))];

    /// <summary>Model, caller, whether it streams.</summary>
    public static TheoryData<string, string, bool> Ways
    {
        get
        {
            var ways = new TheoryData<string, string, bool>();
            foreach (var model in Models)
            {
                foreach (var caller in TranslationPage.Callers)
                {
                    ways.Add(model, caller, false);
                    ways.Add(model, caller, true);
                }
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Vendor_AnswersWithAPage_IsItsFailure(string model, string caller, bool stream) => await FailsAsync(Script.Html(), model, caller, stream, HttpStatusCode.BadGateway);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Vendor_SendsBrokenJson_IsItsFailure(string model, string caller, bool stream)
    {
        if (!stream || !IsRelayed(model, caller))
        {
            await FailsAsync(Script.MalformedJson(), model, caller, stream, HttpStatusCode.BadGateway);
            return;
        }

        // A relayed stream passes on byte for byte what the caller's own dialect has in it; that it is no answer is on record.
        var said = await AskAsync(Script.MalformedJson(), model, caller, stream);
        Assert.Equal("error", (await fixture.RecordOfAsync(said.Headers["x-smartflow-request-id"])).GetProperty("outcome").GetString());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Vendor_BreaksOff_IsItsFailure(string model, string caller, bool stream) =>
        await FailsAsync(stream ? Script.Chunks("Hel", "lo").CutAfter(2) : Script.Chunks("Hel", "lo").CutAfterBytes(20), model, caller, stream, HttpStatusCode.BadGateway);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Vendor_FailsInsideTheStream_IsItsFailureInItsWords(string model, string caller, bool stream) =>
        await FailsAsync(Script.Chunks("Hel", "lo").FailAfter(1, Script.Error(500, "The machine is on fire.")), model, caller, stream, HttpStatusCode.BadGateway, "The machine is on fire.");

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Vendor_CompressesUnasked_IsItsFailure(string model, string caller, bool stream)
    {
        var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(stream ? "data: {\"choices\":[]}\n\n" : "{\"choices\":[]}"));
        }

        await FailsAsync(
            Script.Body(200, stream ? "text/event-stream" : "application/json", zipped.ToArray()).WithHeader("Content-Encoding", "gzip"), model, caller, stream, HttpStatusCode.BadGateway);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Vendor_NeverSendsHeaders_IsATimeout(string model, string caller, bool stream) => await FailsAsync(Script.Hang(), model, caller, stream, HttpStatusCode.GatewayTimeout, "first_byte");

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Vendor_AnswersNothing_IsAFailureOrAnEmptyAnswerNeverNonsense(string model, string caller, bool stream)
    {
        var said = await AskAsync(Script.NoChoices(), model, caller, stream);

        var record = await fixture.RecordOfAsync(said.Headers["x-smartflow-request-id"]);
        if (said.Status == HttpStatusCode.OK && !Fails(said, caller, stream))
        {
            Assert.Equal("success", record.GetProperty("outcome").GetString());
            Ends(said, caller, stream);
            return;
        }

        Assert.True(stream || said.Status == HttpStatusCode.BadGateway, said.Text);
        Assert.Equal("error", record.GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("shaped/gpt-5.1", """{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":null},"finish_reason":"stop"}]}""")]
    [InlineData("anthropic/claude-opus-4-6", """{"id":"m","type":"message","role":"assistant","content":[],"stop_reason":"end_turn"}""")]
    [InlineData("gemini/gemini-3-pro-preview", """{"candidates":[{"content":null,"finishReason":"STOP"}]}""")]
    [InlineData("cohere/command-a-03-2025", """{"id":"c","finish_reason":"COMPLETE","message":{"role":"assistant","content":null}}""")]
    [InlineData("ollama/qwen3", """{"model":"m","message":{"role":"assistant","content":null},"done":true,"done_reason":"stop"}""")]
    [InlineData("bedrock/amazon.nova-pro-v1:0", """{"output":{"message":{"role":"assistant","content":[]}},"stopReason":"end_turn"}""")]
    public async Task Vendor_SaysNull_IsAnEmptyAnswerWithEstimatedUsage(string model, string answer)
    {
        foreach (var caller in TranslationPage.Callers)
        {
            var said = await AskAsync(Script.Json(answer), model, caller, stream: false);

            Assert.True(said.Status == HttpStatusCode.OK, said.Text);
            Ends(said, caller, stream: false);
            Assert.Equal("success", (await fixture.RecordOfAsync(said.Headers["x-smartflow-request-id"])).GetProperty("outcome").GetString());
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Vendor_TellsNoUsage_IsEstimated(string model, string caller, bool stream)
    {
        var said = await AskAsync(Script.Text("Hello there, this is an answer of some length").WithoutUsage(), model, caller, stream);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        Ends(said, caller, stream);
        var record = await fixture.RecordOfAsync(said.Headers["x-smartflow-request-id"]);
        Assert.Equal("success", record.GetProperty("outcome").GetString());
        Assert.True(record.GetProperty("metrics").GetProperty("completion_tokens").GetInt32() > 3, record.ToString());
    }

    private async Task FailsAsync(Script script, string model, string caller, bool stream, HttpStatusCode status, string words = "")
    {
        var said = await AskAsync(script, model, caller, stream);

        JsonElement error;
        if (said.Status == HttpStatusCode.OK)
        {
            Assert.True(stream, said.Text);
            Assert.True(Fails(said, caller, stream), said.Text);
            error = caller == "responses" ? said.Frames[^1].GetProperty("response").GetProperty("error") : said.Frames[^1].GetProperty("error");
            Assert.DoesNotContain("[DONE]", said.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("message_stop", said.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("response.completed", said.Text, StringComparison.Ordinal);
        }
        else
        {
            Assert.True(said.Status == status, $"{said.Status}: {said.Text}");
            error = said.Json.GetProperty("error");
            Assert.Equal(caller == "messages", said.Json.TryGetProperty("type", out _));
        }

        var message = error.GetProperty("message").GetString()!;
        Assert.True(message.Length > 20, message);
        Assert.Contains(words, message, StringComparison.Ordinal);
        var record = await fixture.RecordOfAsync(said.Headers["x-smartflow-request-id"]);
        Assert.Equal(status == HttpStatusCode.GatewayTimeout ? "timeout" : "error", record.GetProperty("outcome").GetString());
        Assert.Contains(words, record.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static bool IsRelayed(string model, string caller) => caller switch
    {
        "chat" => model.StartsWith("shaped/", StringComparison.Ordinal) || model == "gpt-4o",
        "messages" => model.StartsWith("anthropic/", StringComparison.Ordinal),
        _ => model == "gpt-4o",
    };

    private static bool Fails(Said said, string caller, bool stream) => stream && said.Frames.Count > 0 && (caller == "responses"
        ? said.Frames[^1].GetProperty("type").ValueEquals("response.failed")
        : said.Frames[^1].TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object);

    private static void Ends(Said said, string caller, bool stream) => Assert.Contains(
        (caller, stream) switch
        {
            ("chat", false) => "\"finish_reason\"",
            ("chat", true) => "data: [DONE]",
            ("messages", false) => "\"stop_reason\"",
            ("messages", true) => "message_stop",
            (_, false) => "\"status\":\"completed\"",
            _ => "response.completed",
        },
        said.Text,
        StringComparison.Ordinal);

    private async Task<Said> AskAsync(Script script, string model, string caller, bool stream)
    {
        var prompt = fixture.Answering(script);
        var more = stream ? "{\"stream\":true}" : "{}";
        return caller switch
        {
            "chat" => await fixture.Server.SayAsync(Talk.Ask(prompt, more, model)),
            "messages" => await fixture.Server.SayAsync(Talk.AskClaude(prompt, more, model), path: Talk.Messages),
            _ => await fixture.Server.RespondAsync(ResponsesTalk.Ask(prompt, model, more)),
        };
    }
}
