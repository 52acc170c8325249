using System.Net;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Operations;

/// <summary>What every front door beside chat has in common: the same refusals, each on record once.</summary>
public sealed class FrontDoorTests(OperationFixture fixture) : IClassFixture<OperationFixture>
{
    private static readonly (string Path, string Model, string Fields, string ContentType)[] Doors =
    [
        ("/v1/embeddings", "text-embedding-3-small", "\"input\":\"x\"", "embedding"),
        ("/v1/completions", "gpt-3.5-turbo-instruct", "\"prompt\":\"x\"", "completion"),
        ("/v1/images/generations", "dall-e-3", "\"prompt\":\"x\"", "image"),
        ("/v1/audio/speech", "tts-1", "\"input\":\"x\",\"voice\":\"alloy\"", "speech"),
        ("/v1/rerank", "rerank-v3.5", "\"query\":\"x\",\"documents\":[\"a\"]", "rerank"),
        ("/v1/moderations", "omni-moderation-latest", "\"input\":\"x\"", "moderation"),
        ("/v1/messages/count_tokens", "claude-sonnet-4-5", "\"messages\":[]", "count_tokens"),
    ];

    public static TheoryData<string> Paths => [.. Doors.Select(static d => d.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Any_BodyThatTwoParsersCouldReadDifferently_IsA400OnRecord(string path)
    {
        var (_, model, fields, type) = Doors.Single(d => d.Path == path);
        var before = fixture.Upstream.Requests.Count;
        string[] bodies =
        [
            "", "[]", "{", "null", $"{{{fields}}}x", $"\uFEFF{{\"model\":\"{model}\",{fields}}}", $"{{\"model\":\"{model}\",\"model\":\"{model}\",{fields}}}", $"{{\"Model\":\"{model}\",{fields}}}",
            $"{{\"mode\\u006c\":\"{model}\",{fields}}}", $"{{\"model\":7,{fields}}}", $"{{\"model\":\"\",{fields}}}", $"{{\"model\":[\"{model}\"],{fields}}}", $"{{\"model\":\"\\ud800\",{fields}}}",
            $"{{\"model\":\"{model}\",{fields},\"x\":{{\"a\":1,\"a\":2}}}}", $"{{\"model\":\"{model}\",{fields[..fields.IndexOf(':', StringComparison.Ordinal)]}:7}}", $"{{\"model\":\"{model}\",{fields},\"n\":0}}", $"{{\"model\":\"{model}\",{fields},\"n\":\"1\"}}",
            $"{{\"model\":\"{model}\",{fields},\"stream\":\"yes\"}}", $"{{\"model\":\"{model}\",{fields},\"cache\":true}}", $"{{\"model\":\"{model}\",{fields},\"d\":{new string('[', 200)}{new string(']', 200)}}}",
        ];
        foreach (var body in bodies)
        {
            var said = await fixture.Server.SayAsync(body, path: path);

            Assert.True(said.Status == HttpStatusCode.BadRequest, $"{body}: {(int)said.Status} {said.Text}");
            Exchange.Answers.ErrorIn(said.Text, path.Contains("messages", StringComparison.Ordinal), said.Headers["x-smartflow-request-id"]);
            Assert.Equal(("rejected", type), ((await fixture.Server.RecordAsync(said)).Outcome, (await fixture.Server.RecordAsync(said)).ContentType));
        }

        Assert.Equal(before, fixture.Upstream.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Any_MissingModel_NamesTheField(string path)
    {
        var (_, _, fields, _) = Doors.Single(d => d.Path == path);

        var said = await fixture.Server.SayAsync($"{{{fields}}}", path: path);

        if (path == "/v1/moderations")
        {
            Assert.Equal(HttpStatusCode.OK, said.Status); // OpenAI's has a usual model.
            return;
        }

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Contains("'model'", said.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Any_KeyLimits_HoldAsForChat(string path)
    {
        var (_, model, fields, type) = Doors.Single(d => d.Path == path);
        var body = $"{{\"model\":\"{model}\",{fields},\"user\":\"limits\"}}";
        var (elsewhere, once, allowed) = (
            await fixture.Server.CreateKeyAsync(new { name = "k", models = new[] { "some-other-model" } }),
            await fixture.Server.CreateKeyAsync(new { name = "k", rpm = 1 }),
            await fixture.Server.CreateKeyAsync(new { name = "k", models = new[] { model } }));

        var forbidden = await fixture.Server.SayAsync(body, elsewhere, path);
        var first = await fixture.Server.SayAsync(body, once, path);
        var second = await fixture.Server.SayAsync(body, once, path);
        var unknown = await fixture.Server.SayAsync(body, "sk-sf-0000", path);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.Unauthorized), (forbidden.Status, first.Status, second.Status, unknown.Status));
        Assert.Equal(HttpStatusCode.OK, (await fixture.Server.SayAsync(body, allowed, path)).Status);
        foreach (var refused in new[] { forbidden, second, unknown })
        {
            Assert.Equal(("rejected", type), ((await fixture.Server.RecordAsync(refused)).Outcome, (await fixture.Server.RecordAsync(refused)).ContentType));
        }
    }

    [Theory]
    [InlineData("/v1/embeddings", """{"model":"claude-sonnet-4-5","input":"x"}""", "anthropic offers no embeddings", "openai")]
    [InlineData("/v1/rerank", """{"model":"gpt-4o","query":"x","documents":["a"]}""", "openai offers no reranking", "cohere")]
    [InlineData("/v1/audio/speech", """{"model":"cohere/x","input":"x","voice":"a"}""", "cohere offers no speech", "deepgram")]
    [InlineData("/v1/images/generations", """{"model":"demo/chat","prompt":"x"}""", "demo offers no image generation", "replicate")]
    [InlineData("/v1/chat/completions", """{"model":"deepgram/nova-3","messages":[]}""", "deepgram offers no chat", "anthropic")]
    [InlineData("/v1/completions", """{"model":"groq/llama","prompt":"x"}""", "groq offers no text completions", "together")]
    public async Task Any_VendorWithoutTheOperation_TheErrorNamesThoseWithIt(string path, string body, string what, string other)
    {
        var said = await fixture.Server.SayAsync(body, path: path);

        var error = said.Json.GetProperty("error");
        Assert.Equal((HttpStatusCode.BadRequest, "operation_not_offered"), (said.Status, error.GetProperty("code").GetString()));
        Assert.StartsWith(what, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains(other, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_Budget_IsHeldBeforeAndSettledAfter()
    {
        var key = await fixture.Server.CreateKeyAsync(new { name = "k", budget = new { usd = 0.1, period = "daily" } });

        var one = await fixture.Server.SayAsync("""{"model":"dall-e-3","prompt":"a","size":"1024x1024"}""", key, "/v1/images/generations");
        var tooMany = await fixture.Server.SayAsync("""{"model":"dall-e-3","prompt":"b","size":"1024x1024","n":2}""", key, "/v1/images/generations");

        Assert.Equal(HttpStatusCode.TooManyRequests, one.Status); // The dearest kind costs 0.12.
        Assert.Equal(("insufficient_quota", HttpStatusCode.TooManyRequests), (tooMany.Json.GetProperty("error").GetProperty("code").GetString(), tooMany.Status));
        var rich = await fixture.Server.CreateKeyAsync(new { name = "k", budget = new { usd = 0.3, period = "daily" } });
        var paid = await fixture.Server.SayAsync("""{"model":"dall-e-3","prompt":"a","size":"1024x1024"}""", rich, "/v1/images/generations");
        Assert.Equal(HttpStatusCode.OK, paid.Status);
        Assert.Equal((40_000L, 120_000L), ((await fixture.Server.RecordAsync(paid)).CostMicros, (await fixture.Server.RecordAsync(paid)).ReservedMicros));
        Assert.Equal(0.26m, (await fixture.Server.GetAsync("/v1/key/info", rich)).Json.GetProperty("remaining_usd").GetDecimal());
    }

    [Fact]
    public async Task Any_TokensPerMinute_CountWhatOperationsUse()
    {
        var key = await fixture.Server.CreateKeyAsync(new { name = "k", tpm = 1000 });

        await fixture.Server.SayAsync("""{"model":"text-embedding-3-small","input":"tokens of a minute"}""", key, "/v1/embeddings");

        Assert.Equal(8, (await fixture.Server.GetAsync("/v1/key/info", key)).Json.GetProperty("tokens_last_minute").GetInt64());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Realtime_Any_IsNotServedYetAndSaysSo(string method)
    {
        var said = await fixture.Server.SendAsync(new HttpMethod(method), "/v1/realtime?model=gpt-realtime", null, SwitchboardServer.AdminKey);

        Assert.Equal((HttpStatusCode.NotImplemented, "not_implemented"), (said.Status, Exchange.Answers.ErrorIn(said.Text, anthropic: false, said.Headers["x-smartflow-request-id"]).GetProperty("code").GetString()));
        Assert.Equal(("realtime", "rejected", 501), ((await fixture.Server.RecordAsync(said)).ContentType, (await fixture.Server.RecordAsync(said)).Outcome, (await fixture.Server.RecordAsync(said)).Status));
    }
}
