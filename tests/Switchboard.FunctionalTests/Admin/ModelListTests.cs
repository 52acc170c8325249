using System.Net;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Admin;

/// <summary><c>GET /v1/models</c> and what is open to all.</summary>
public sealed class ModelListTests
{
    [Fact]
    public async Task Models_ProvidersThatAreOn_AreListedAndNoOthers()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Variables["ANTHROPIC_API_KEY"]) = (upstream, null));

        var models = await Models(server, null);

        Assert.Contains("gpt-4o", models);
        Assert.DoesNotContain(models, m => m.StartsWith("claude", StringComparison.Ordinal) || m.StartsWith("groq/", StringComparison.Ordinal) || m.Contains('*', StringComparison.Ordinal));
        Assert.Empty(upstream.Requests);
        var entry = (await server.GetAsync("/v1/models/gpt-4o")).Json;
        Assert.Equal(("gpt-4o", "model", "openai"), (entry.GetProperty("id").GetString(), entry.GetProperty("object").GetString(), entry.GetProperty("owned_by").GetString()));
        Assert.Equal("gpt-4o", (await server.GetAsync("/v1/models/openai/gpt-4o")).Json.GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/v1/models/claude-opus-4-6")).Status);
    }

    [Theory]
    [InlineData("gpt-4o", "gpt-4o")]
    [InlineData("openai/gpt-4o", "gpt-4o")]
    [InlineData("gpt-4o-mini*", "gpt-4o-mini", "gpt-4o-mini-2024-07-18", "gpt-4o-mini-audio-preview", "gpt-4o-mini-search-preview", "gpt-4o-mini-transcribe", "gpt-4o-mini-tts")]
    [InlineData("openai/gpt-4.1-n*", "gpt-4.1-nano", "gpt-4.1-nano-2025-04-14")]
    [InlineData("claude/claude-opus-4-8", "claude-opus-4-8")]
    [InlineData("nobody/*")]
    public async Task Models_KeyWithAList_SeesWhatItMayUseAndMayUseWhatItSees(string allowed, params string[] expected)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", models = new[] { allowed } });

        Assert.Equal(expected, (await Models(server, key)).Order(StringComparer.Ordinal));
        foreach (var model in expected)
        {
            Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask(model: model), key)).Status);
        }

        var refused = await server.SayAsync(Talk.Ask(model: "gpt-3.5-turbo"), key);
        Assert.Equal((HttpStatusCode.Forbidden, "model_not_allowed"), (refused.Status, refused.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/v1/models/gpt-3.5-turbo", key)).Status);
    }

    [Fact]
    public async Task Models_EveryKind_ShowsWhatItCanAndCosts()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);

        Assert.Equal(
            """{"effective":"2026-07-24","input":2.5,"output":10,"audio_input":32,"audio_output":64}""",
            (await server.GetAsync("/v1/models/gpt-audio")).Json.GetProperty("pricing").GetRawText());
        Assert.Equal(
            """{"effective":"2026-07-24","image":0.04,"images":{"hd/1024x1024":0.08,"hd/1024x1792":0.12,"hd/1792x1024":0.12,"standard/1024x1024":0.04,"standard/1024x1792":0.08,"standard/1792x1024":0.08}}""",
            (await server.GetAsync("/v1/models/dall-e-3")).Json.GetProperty("pricing").GetRawText());
        var whisper = (await server.GetAsync("/v1/models/whisper-1")).Json;
        Assert.Equal((0.006m, false), (whisper.GetProperty("pricing").GetProperty("audio_minute").GetDecimal(), whisper.TryGetProperty("input_usd_per_million", out _)));
        Assert.Equal("""["transcription"]""", whisper.GetProperty("capabilities").GetRawText());
        var moderation = (await server.GetAsync("/v1/models/omni-moderation-latest")).Json;
        Assert.Equal((0m, """["moderation"]"""), (moderation.GetProperty("input_usd_per_million").GetDecimal(), moderation.GetProperty("capabilities").GetRawText()));
        var opus = (await server.GetAsync("/v1/models/claude-opus-4-8")).Json;
        Assert.Contains("tools", opus.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal((5m, 25m), (opus.GetProperty("pricing").GetProperty("input").GetDecimal(), opus.GetProperty("pricing").GetProperty("output").GetDecimal()));
    }

    [Fact]
    public async Task Health_WithoutAKey_IsOkOnEveryPort()
    {
        await using var server = await SwitchboardServer.StartAsync();
        await server.CreateKeyAsync();

        foreach (var service in new[] { "proxy", "compliance", "management", "bridge", "agent" })
        {
            var said = await server.GetAsync(server.Url(service) + "/health");
            Assert.Equal((HttpStatusCode.OK, "ok"), (said.Status, said.Json.GetProperty("status").GetString()));
            Assert.NotEmpty(said.Json.GetProperty("version").GetString()!);
        }
    }

    private static async Task<IReadOnlyList<string>> Models(SwitchboardServer server, string? key) =>
        [.. (await server.GetAsync("/v1/models", key)).Json.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()!)];
}
