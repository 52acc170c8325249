using Switchboard.FunctionalTests.Operations;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>The vendors' own prompt caches: callers' hints reach them byte for byte, and what they report is priced as what it is.</summary>
public sealed class PromptCacheTests(PromptCacheTests.Priced fixture) : IClassFixture<PromptCacheTests.Priced>
{
    private static readonly ScriptUsage Written = new(10, 5) { CacheWrite = 2_000 };
    private static readonly ScriptUsage Read = new(12, 5) { CacheRead = 2_000 };

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task TwoCalls_OfAnAnthropicCaller_TheSecondPaysForReading(bool stream, bool hour)
    {
        var text = fixture.Answering(Script.Chunks("Hel", "lo").WithUsage(hour ? Written with { CacheWrite = 0, CacheWrite1h = 2_000 } : Written), Script.Chunks("Hel", "lo").WithUsage(Read));
        var mark = hour ? """{ "type" : "ephemeral","ttl":"1h" }""" : """{"type":"ephemeral"}""";
        var flag = stream ? "true" : "false";
        string Ask(string turn) => $$$"""{ "model":"claude-priced","max_tokens":64,"system":[{"type":"text","text":"{{{text}}}","cache_control":{{{mark}}} }],"messages":[{"role":"user","content":[{"type":"text","text":"{{{turn}}}","cache_control":{"type":"ephemeral"}}]}],"stream":{{{flag}}} }""";
        (string, string)[] headers = [("anthropic-version", "2023-06-01"), ("anthropic-beta", "extended-cache-ttl-2025-04-11")];

        var first = await fixture.Server.SayAsync(Ask("one"), path: Talk.Messages, headers: headers);
        var second = await fixture.Server.SayAsync(Ask("two"), path: Talk.Messages, headers: headers);

        var sent = fixture.Upstream.Requests.Where(r => r.Text.Contains(text, StringComparison.Ordinal)).ToList();
        Assert.Equal([Ask("one"), Ask("two")], sent.Select(static r => r.Text));
        Assert.All(sent, static r => Assert.Equal("extended-cache-ttl-2025-04-11", r.Headers["anthropic-beta"]));
        var (one, two) = (await fixture.Server.RecordAsync(first), await fixture.Server.RecordAsync(second));
        Assert.Equal((10L, 0L, hour ? 0L : 2_000L, hour ? 2_000L : 0L), (one.Usage!.Input, one.Usage.CacheRead, one.Usage.CacheWrite5m, one.Usage.CacheWrite1h));
        Assert.Equal((12L, 2_000L, 0L, 5L), (two.Usage!.Input, two.Usage.CacheRead, two.Usage.CacheWrite5m + two.Usage.CacheWrite1h, two.Usage.Output));
        Assert.Equal((10 * 3) + (2_000L * (hour ? 6 : 4)) + (5 * 15), one.CostMicros); // 4 and 6 USD for a million written.
        Assert.Equal((12 * 3) + (2_000 * 0.5m) + (5 * 15), two.CostMicros);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoCalls_OfAnOpenAiCaller_TheSecondPaysForReading(bool stream)
    {
        var text = fixture.Answering(Script.Chunks("Hel", "lo").WithUsage(new ScriptUsage(2_010, 5)), Script.Chunks("Hel", "lo").WithUsage(Read));
        var more = stream ? """
            ,"stream":true,"stream_options":{"include_usage":true}
            """ : "";
        string Ask(string turn) => $$$"""{ "model":"gpt-priced", "prompt_cache_key" : "k-\u0031","prompt_cache_retention":"24h","messages":[{"role":"system","content":"{{{text}}}"},{"role":"user","content":"{{{turn}}}"}]{{{more}}} }""";

        var first = await fixture.Server.SayAsync(Ask("one"));
        var second = await fixture.Server.SayAsync(Ask("two"));

        Assert.Equal([Ask("one"), Ask("two")], fixture.Upstream.Requests.Where(r => r.Text.Contains(text, StringComparison.Ordinal)).Select(static r => r.Text));
        var (one, two) = (await fixture.Server.RecordAsync(first), await fixture.Server.RecordAsync(second));
        Assert.Equal((2_010L, 0L, (2_010L * 2) + (5 * 8)), (one.Usage!.Input, one.Usage.CacheRead, one.CostMicros));
        Assert.Equal((12L, 2_000L, (12L * 2) + 1_000 + (5 * 8)), (two.Usage!.Input, two.Usage.CacheRead, two.CostMicros)); // OpenAI counts what was read inside the prompt.
        var usage = stream ? second.Frames[^1].GetProperty("usage") : second.Json.GetProperty("usage");
        Assert.Equal((2_012, 2_000), (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32()));
    }

    [Fact]
    public async Task TwoCalls_OfAResponsesCaller_TheSecondPaysForReading()
    {
        var text = fixture.Answering(Script.Text("Hello", new ScriptUsage(2_010, 5)), Script.Text("Hello", Read));
        string Ask(string turn) => $$"""{"model":"gpt-priced","prompt_cache_key":"k","instructions":"{{text}}","input":"{{turn}}","store":false}""";

        await fixture.Server.SayAsync(Ask("one"), path: "/v1/responses");
        var second = await fixture.Server.SayAsync(Ask("two"), path: "/v1/responses");

        Assert.Equal([Ask("one"), Ask("two")], fixture.Upstream.Requests.Where(r => r.Text.Contains(text, StringComparison.Ordinal)).Select(static r => r.Text));
        var record = await fixture.Server.RecordAsync(second);
        Assert.Equal((12L, 2_000L, (12L * 2) + 1_000 + (5 * 8)), (record.Usage!.Input, record.Usage.CacheRead, record.CostMicros));
    }

    /// <summary>Hints in OpenAI's dialect for a model of Anthropic's, whose dialect has a place for them.</summary>
    [Fact]
    public async Task TwoCalls_Translated_KeepTheMarksAndThePrices()
    {
        var text = fixture.Answering(Script.Text("Hello", Written), Script.Text("Hello", Read));
        string Ask(string turn) => $$$"""{"model":"claude-priced","max_tokens":64,"messages":[{"role":"system","content":[{"type":"text","text":"{{{text}}}","cache_control":{"type":"ephemeral"}}]},{"role":"user","content":"{{{turn}}}"}]}""";

        var first = await fixture.Server.SayAsync(Ask("one"));
        var second = await fixture.Server.SayAsync(Ask("two"));

        Assert.All(
            fixture.Upstream.Requests.Where(r => r.Text.Contains(text, StringComparison.Ordinal)),
            static r => Assert.Equal("""{"type":"ephemeral"}""", r.Json.GetProperty("system")[0].GetProperty("cache_control").GetRawText()));
        Assert.Equal(((10 * 3) + (2_000L * 4) + (5 * 15), (12 * 3) + 1_000L + (5 * 15)), ((await fixture.Server.RecordAsync(first)).CostMicros, (await fixture.Server.RecordAsync(second)).CostMicros));
        Assert.Equal(2_000, second.Json.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32());
    }

    /// <summary>A server with prices of the tests' own.</summary>
    public sealed class Priced : UpstreamedServer, IAsyncLifetime
    {
        private const string Prices = """
            { "models": {
                "openai/gpt-priced": { "input": 2, "cache_read": 0.5, "output": 8 },
                "anthropic/claude-priced": { "input": 3, "cache_read": 0.5, "cache_write_5m": 4, "cache_write_1h": 6, "output": 15 }
            } }
            """;

        public async ValueTask InitializeAsync() => await StartAsync(static setup =>
        {
            var prices = Path.Combine(Directory.CreateTempSubdirectory("switchboard-prices-").FullName, "prices.json");
            File.WriteAllText(prices, Prices);
            setup.Yaml = $"prices: {prices}\n";
        });
    }
}
