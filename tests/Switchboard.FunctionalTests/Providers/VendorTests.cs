using System.Net;
using System.Text.Json;
using Switchboard.FunctionalTests.Exchange;
using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Providers;

/// <summary>Every row of the catalogue, through the whole server: what the vendor gets, and what becomes of its answers.</summary>
public sealed class VendorTests(VendorFixture fixture) : IClassFixture<VendorFixture>
{
    public static TheoryData<string> Names => [.. VendorFixture.Rows.Select(static row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Chat_AnyVendor_GetsItsPathItsKeyAndItsModel(string name)
    {
        var row = Row(name);
        var prompt = fixture.Answering(Script.Text("Good day", new ScriptUsage(11, 7)).WithHeader("x-ratelimit-remaining-requests", "41"));

        using var response = await AskAsync($"{name}/{ModelOf(name)}", prompt, "");

        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        var request = RequestWith(prompt);
        Assert.Equal(TargetOf(row, stream: false), request.Target);
        Assert.Equal(AuthOf(row), AuthIn(request));
        if (row.Dialect == Dialect.OpenAiChat)
        {
            Assert.Equal(Body(ModelOf(name), prompt, ""), request.Text);
        }

        var answer = JsonElement.Parse(text);
        Assert.Equal("Good day", answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal((11, 7), (answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
        Assert.Equal("41", Assert.Single(response.Headers.GetValues("x-ratelimit-remaining-requests")));
        Assert.Equal(name, Assert.Single(response.Headers.GetValues("x-smartflow-provider")));
        Assert.DoesNotContain(VendorFixture.KeyOf(row), text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stream_AnyVendor_IsAskedForUsageIfItUnderstandsThat(string name)
    {
        var row = Row(name);
        var prompt = fixture.Answering(Script.Chunks("Good", " day").WithUsage(new ScriptUsage(11, 7)));

        using var response = await AskAsync($"{name}/{ModelOf(name)}", prompt, ""","stream":true,"stream_options":{"include_usage":true}""");

        var said = await Talk.ReadAsync(response);
        Assert.Equal("Good day", said.Content);
        Assert.Equal(TargetOf(row, stream: true), RequestWith(prompt).Target);
        Assert.EndsWith("data: [DONE]\n\n", said.Text, StringComparison.Ordinal);
        var usage = Assert.Single(said.Frames, static frame => frame.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object).GetProperty("usage");
        Assert.Equal((11, 7), (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Stream_UsageUnasked_IsAskedForByTheGateway(string name)
    {
        var row = Row(name);
        var prompt = fixture.Answering(Script.Chunks("Good", " day").WithUsage(new ScriptUsage(11, 7)));

        using var response = await AskAsync($"{name}/{ModelOf(name)}", prompt, ""","stream":true""");

        await response.Content.ReadAsStringAsync();
        var options = row.Dialect == Dialect.OpenAiChat && RequestWith(prompt).Json.TryGetProperty("stream_options", out var sent) ? sent.GetRawText() : null;
        Assert.Equal(row is { Dialect: Dialect.OpenAiChat, UnderstandsIncludeUsage: true } ? """{"include_usage":true}""" : null, options);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Errors_OfAnyVendor_MeanWhatTheyMean(string name)
    {
        var row = Row(name);
        var echo = $"This will not do with the key {VendorFixture.KeyOf(row)}.";
        var prompt = fixture.Answering(
            Script.Error(401, echo),
            Script.Error(429, echo, TimeSpan.FromSeconds(17)).WithHeader("x-ratelimit-limit-requests", "60"),
            Script.Error(500, echo));

        using var refused = await AskAsync($"{name}/{ModelOf(name)}", prompt, "");
        using var limited = await AskAsync($"{name}/{ModelOf(name)}", prompt, "");
        using var failed = await AskAsync($"{name}/{ModelOf(name)}", prompt, "");

        Assert.Contains(row.KeyVariables[0], (await refused.ErrorAsync(HttpStatusCode.BadGateway, anthropic: false)).GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(17), limited.Headers.RetryAfter?.Delta);
        Assert.Equal("60", Assert.Single(limited.Headers.GetValues("x-ratelimit-limit-requests")));
        await failed.ErrorAsync(HttpStatusCode.BadGateway, anthropic: false);
        foreach (var response in (HttpResponseMessage[])[refused, limited, failed])
        {
            Assert.DoesNotContain(VendorFixture.KeyOf(row), await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Models_OfAnyVendor_AreOn()
    {
        var said = await fixture.Server.GetAsync("/v1/models");
        Assert.Equal(HttpStatusCode.OK, said.Status);

        var unknown = await fixture.Server.SayAsync(Talk.Ask(model: "no-such-vendor/m"));
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.All(VendorFixture.Rows, row => Assert.Contains(row.Prefix + "*", unknown.Text, StringComparison.Ordinal));
    }

    private static KnownProvider Row(string name) => VendorFixture.Rows.Single(row => row.Name == name);

    /// <summary>A name with a slash; Vertex AI serves Google's own models only.</summary>
    private static string ModelOf(string name) => name == "vertex_ai" ? "gemini-2.5-flash" : "some-org/model-1";

    private static string TargetOf(KnownProvider row, bool stream) => row switch
    {
        { IsAzure: true } => "/openai/deployments/some-org%2Fmodel-1/chat/completions?api-version=value-of-api_version",
        { Dialect: Dialect.BedrockConverse } => "/model/some-org%2Fmodel-1/converse" + (stream ? "-stream" : ""),
        { Dialect: Dialect.AnthropicMessages } => "/v1/messages",
        { Dialect: Dialect.Cohere } => "/v2/chat",
        { Dialect: Dialect.Ollama } => "/api/chat",
        { Dialect: Dialect.Gemini } => $"{(row.Name == "gemini" ? "/v1beta" : "/v1/publishers/google")}/models/{Uri.EscapeDataString(ModelOf(row.Name))}:{(stream ? "streamGenerateContent?alt=sse" : "generateContent")}",
        _ => VendorFixture.PathOf(row) + "/chat/completions",
    };

    private static (string Name, string Value) AuthOf(KnownProvider row) => row.KeyPlacement switch
    {
        KeyPlacement.XApiKey => ("x-api-key", VendorFixture.KeyOf(row)),
        KeyPlacement.ApiKey => ("api-key", VendorFixture.KeyOf(row)),
        KeyPlacement.XGoogApiKey => ("x-goog-api-key", VendorFixture.KeyOf(row)),
        _ => ("Authorization", "Bearer " + VendorFixture.KeyOf(row)),
    };

    /// <summary>The one header that carries a key.</summary>
    private static (string Name, string Value) AuthIn(UpstreamRequest request)
    {
        var name = Assert.Single((string[])["Authorization", "x-api-key", "api-key", "x-goog-api-key"], request.Headers.ContainsKey);
        return (name, request.Headers[name]);
    }

    private UpstreamRequest RequestWith(string prompt) =>
        fixture.Upstream.Requests.Single(request => request.Text.Contains(prompt, StringComparison.Ordinal));

    private static string Body(string model, string prompt, string more) =>
        $$"""{"model":"{{model}}","max_tokens":9,"messages":[{"role":"user","content":"{{prompt}}"}]{{more}}}""";

    private Task<HttpResponseMessage> AskAsync(string model, string prompt, string more) => fixture.Server.PostAsync(Talk.Chat, Body(model, prompt, more));
}
