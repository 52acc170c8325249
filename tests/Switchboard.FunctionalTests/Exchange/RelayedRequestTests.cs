using System.Text;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>What the vendor gets of a request in its own dialect: the caller's bytes.</summary>
public sealed class RelayedRequestTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    private const string Usage = "\"stream_options\":{\"include_usage\":true},";

    [Theory]
    [InlineData("{ \"messages\" : [ { \"x\":1e5 , \"content\":\"\\u0041\\ud83d\\ude00\\/ é\" , \"role\":\"user\" } ],\r\n\t\"unknown\":{\"a\":[ -0 ,1.0E+2,123456789012345678901234567890 ]},\"model\"\n:\n\"gpt-4o-mini\"}\n \n", null)]
    [InlineData("{\"model\":\"openai/gpt-4o-mini\",\"messages\":[]}", "{\"model\":\"gpt-4o-mini\",\"messages\":[]}")]
    [InlineData("{\"messages\":[], \"model\" : \"open\\u0061i\\/gpt-4o-mini\" }", "{\"messages\":[], \"model\" : \"gpt-4o-mini\" }")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[],\"stream\":true}", "{" + Usage + "\"model\":\"gpt-4o-mini\",\"messages\":[],\"stream\":true}")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[],\"stream\":true,\"stream_options\":null}", "{\"model\":\"gpt-4o-mini\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":true}}")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[],\"stream\":true,\"stream_options\":{ \"include_usage\" : false ,\"x\":1}}", "{\"model\":\"gpt-4o-mini\",\"messages\":[],\"stream\":true,\"stream_options\":{ \"include_usage\" : true ,\"x\":1}}")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":true}}", null)]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[],\"stream\":false,\"stream_options\":{}}", null)]
    [InlineData("{\"cache\":{\"no-store\":true},\"model\":\"gpt-4o-mini\",\"messages\":[]}", "{\"model\":\"gpt-4o-mini\",\"messages\":[]}")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"cache\":null,\"messages\":[{\"cache\":1}]}", "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"cache\":1}]}")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[],\"cache\":{\"no-cache\":true}}", "{\"model\":\"gpt-4o-mini\",\"messages\":[]}")]
    [InlineData("{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}", null)]
    public async Task Chat_SameDialect_ReachesTheVendorByteForByte(string sent, string? expected)
    {
        using var response = await fixture.Server.PostAsync(Answers.OpenAiPath, sent, headers: ("Cache-Control", "no-store, no-cache"));

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        Assert.Equal(expected ?? sent, fixture.Upstream.Requests[^1].Text);
    }

    [Fact]
    public async Task Messages_SameDialect_ReachTheVendorByteForByteWithTheirHeaders()
    {
        const string head = "{ \"max_tokens\":  64,\"system\":[{\"type\":\"text\",\"text\":\"é\\u00e9\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}],\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},\n\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\",\"cache_control\":{\"type\":\"ephemeral\"}}]}],\"container\":null,\"model\":\"";

        using var response = await fixture.Server.PostAsync(Answers.AnthropicPath, head + "anthropic/claude-haiku-4-5\"}", headers: [("anthropic-version", "2023-06-01"), ("anthropic-beta", "a-2025-01-01,b-2025-02-02"), ("anthropic-beta", "c-2025-03-03")]);

        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var request = fixture.Upstream.Requests[^1];
        Assert.Equal(head + "claude-haiku-4-5\"}", request.Text);
        Assert.Equal("2023-06-01", request.Headers["anthropic-version"]);
        Assert.Equal("a-2025-01-01,b-2025-02-02,c-2025-03-03", request.Headers["anthropic-beta"].Replace(", ", ",", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chat_CallersHeaders_StayWithTheGateway()
    {
        using var response = await fixture.Server.PostAsync(
            Answers.OpenAiPath,
            """{"model":"gpt-4o-mini","messages":[{"role":"user","content":"headers"}]}""",
            "callers-own-bearer",
            ("Cookie", "session=1"), ("x-smartflow-user-id", "ann"), ("x-forwarded-for", "10.0.0.1"), ("x-api-key", "callers-vendor-key"), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        Assert.True(response.IsSuccessStatusCode);
        var headers = fixture.Upstream.Requests[^1].Headers;
        Assert.Equal("Bearer " + ServerSetup.OpenAiKey, headers["Authorization"]);
        Assert.Equal(["Authorization", "Content-Length", "Content-Type", "Host", "User-Agent"], headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Chat_LargeBody_ArrivesWhole()
    {
        var content = string.Concat(Enumerable.Range(0, 300_000).Select(static i => $"{i:x} "));
        var sent = $$"""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"{{content}}"}]}""";

        using var response = await fixture.Server.PostAsync(Answers.OpenAiPath, sent);

        Assert.True(response.IsSuccessStatusCode);
        Assert.True(fixture.Upstream.Requests[^1].Body.Span.SequenceEqual(Encoding.UTF8.GetBytes(sent)));
    }
}
