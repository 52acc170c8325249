using System.Text;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>What the caller gets of a whole answer in its own dialect: the vendor's bytes.</summary>
public sealed class RelayedReplyTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    private const string Own = ",\"provider\":\"openai\",\"cached\":false,\"cache_hit_type\":null";

    private static int asked;

    [Theory]
    [InlineData("{ \"x\":1e5,\r\n\"choices\" : [ {\"index\":0, \"message\":{\"content\":\"\\u0041 é\\ud83d\"},\"finish_reason\":\"stop\"} ] , \"model\":\"gpt-x\" ", Own, "}\n\n ")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"}\"}}],\"usage\":{\"prompt_tokens\":1e1,\"completion_tokens\":-0}", Own, "}")]
    [InlineData("{\"provider\":\"Azure\",\"choices\":[{\"message\":{\"content\":\"\"}}]", ",\"cached\":false,\"cache_hit_type\":null", "}")]
    [InlineData("{\"cached\":1,\"choices\":[{\"message\":{\"content\":\"\"}}],\"provider\":null", "", "}")]
    [InlineData("{\"cache_hit_type\":1,\"choices\":[{\"message\":{\"content\":\"\"}}]", ",\"provider\":\"openai\"", "}")]
    public async Task Chat_WholeAnswer_GetsOwnFieldsAtItsEndAndNothingElse(string before, string added, string after)
    {
        fixture.Upstream.Enqueue(Script.Json(before + after));

        using var response = await AskAsync(Answers.OpenAiPath, "gpt-4o-mini");

        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(before + added + after, Encoding.UTF8.GetString(bytes));
        Assert.Equal(bytes.Length, response.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("{ \"type\":\"message\", \"content\":[ {\"type\":\"text\",\"text\":\"\\u0041\",\"citations\":null,\"x\":1e5} ] ,\"stop_reason\":\"end_turn\",\"usage\":{\"cache_creation\":{\"ephemeral_1h_input_tokens\":-0}}}\n")]
    [InlineData("{\"content\":[]}")]
    public async Task Messages_WholeAnswer_IsUntouched(string answer)
    {
        fixture.Upstream.Enqueue(Script.Json(answer));

        using var response = await AskAsync(Answers.AnthropicPath, "claude-haiku-4-5");

        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Chat_VendorsHeaders_ReachTheCallerUnlessTheyBindTheGateway()
    {
        string[] withheld = ["Set-Cookie", "Server", "Content-Encoding", "Location", "X-Smartflow-Evil", "X-Accel-Redirect", "X-Sendfile", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Clear-Site-Data", "Refresh", "Strict-Transport-Security", "WWW-Authenticate", "x-leaks"];
        var script = Script.Json("{\"choices\":[{\"message\":{\"content\":\"\"}}]}").WithHeader("x-ratelimit-remaining-tokens", "7").WithHeader("openai-processing-ms", "12").WithHeader("Retry-After", "3");
        fixture.Upstream.Enqueue(withheld.Aggregate(script, static (s, name) => s.WithHeader(name, name == "x-leaks" ? "your key is " + ServerSetup.OpenAiKey : "/vendor")));

        using var response = await AskAsync(Answers.OpenAiPath, "gpt-4o-mini");

        Assert.Equal("7", response.Headers.GetValues("x-ratelimit-remaining-tokens").Single());
        Assert.Equal("12", response.Headers.GetValues("openai-processing-ms").Single());
        var names = response.Headers.Concat(response.Content.Headers).Select(static h => h.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(withheld, names.Contains);
    }

    private Task<HttpResponseMessage> AskAsync(string path, string model) =>
        fixture.Server.PostAsync(path, $$"""{"model":"{{model}}","max_tokens":9,"messages":[{"role":"user","content":"{{Interlocked.Increment(ref asked)}}"}]}""");
}
