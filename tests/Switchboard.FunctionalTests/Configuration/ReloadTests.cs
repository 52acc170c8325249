using System.Net;
using System.Text.Json;
using Switchboard.FunctionalTests.Keys;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Configuration;

/// <summary>The whole file while the server runs: what changes takes effect at once, all or nothing, and no stream notices.</summary>
public sealed class ReloadTests
{
    private const string Ports = "ports: { proxy: 0, compliance: 0, management: 0, bridge: 0, agent: 0 }";
    private const string Key = "sk-sf-the-key-of-the-file";
    private static readonly string Demo = Talk.Ask(model: "demo/chat");

    [Fact]
    public async Task Reload_WithAStreamUnderWay_TheStreamGoesOnToItsEnd()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var gate = new Gate();
        upstream.Enqueue(Script.Text("One two three four.").HoldAfter(3, gate));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var answering = server.SayAsync(Talk.Ask(more: """{"stream":true}"""));
        await gate.WhenReachedAsync();

        await ReloadAsync(server, $"server: {{ {Ports}, body_limit: 1MB }}\nproviders: {{ openai: {{ base_url: 'http://127.0.0.1:9/v1', timeouts: {{ idle: 1s, connect: 1s }} }} }}\nkeys: [ {{ name: ci, key: {Key} }} ]");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.SayAsync(Talk.Ask("another"), Key)).Status);
        gate.Open();

        var said = await answering;
        Assert.Equal("One two three four.", said.Content);
        Assert.EndsWith("data: [DONE]\n\n", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_ModelsAndRoutingWithAStreamUnderWay_TakeEffectForTheNextAndTheStreamGoesOn()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        var gate = new Gate();
        upstream.Enqueue(Script.Text("One two three four.").HoldAfter(3, gate));
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Yaml) = (upstream, "models: { smart: { targets: [ { model: openai/gpt-4o } ] } }"));
        var answering = server.SayAsync(Talk.Ask(more: """{"stream":true}""", model: "smart"));
        await gate.WhenReachedAsync();

        await ReloadAsync(server, $"server: {{ {Ports} }}\nmodels: {{ smart: {{ targets: [ {{ model: anthropic/claude-opus-4-6 }} ], fallbacks: [ openai/gpt-4o-mini ] }} }}\nrouting: {{ breaker: {{ failures: 1 }} }}");
        upstream.Enqueue(Script.Error(500));
        await server.SayAsync(Talk.Ask("second", model: "smart"));
        await server.SayAsync(Talk.Ask("third", model: "smart"));
        gate.Open();

        Assert.Equal("One two three four.", (await answering).Content);
        Assert.Equal(["gpt-4o", "claude-opus-4-6", "gpt-4o-mini", "gpt-4o-mini"], upstream.Requests.Select(static r => r.Model!)); // One failure opens the breaker now.

        await ReloadAsync(server, $"server: {{ {Ports} }}");
        Assert.Equal("smart", (await server.SayAsync(Talk.Ask("fourth", model: "smart"))).Json.GetProperty("model").GetString()); // No name of ours any more: OpenAI's then.
        Assert.Equal("smart", upstream.Requests[^1].Model);
    }

    [Fact]
    public async Task Reload_LimitsOfBodies_TakeEffect()
    {
        await using var server = await SwitchboardServer.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask(new string('x', 3000), model: "demo/chat"))).Status);

        await ReloadAsync(server, $"server: {{ {Ports}, body_limit: 2KB }}");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.SayAsync(Talk.Ask(new string('y', 3000), model: "demo/chat"))).Status);
    }

    [Fact]
    public async Task Reload_HostsAndOrigins_TakeEffect()
    {
        await using var server = await SwitchboardServer.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(server, "app.example", null));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(server, null, "https://app.example"));

        await ReloadAsync(server, $"server: {{ {Ports}, hosts: [ app.example ], cors: {{ origins: [ 'https://app.example' ] }} }}");
        Assert.Equal(HttpStatusCode.OK, await GetAsync(server, "app.example", null));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(server, null, "https://app.example"));

        await ReloadAsync(server, $"server: {{ {Ports} }}");
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(server, "app.example", null));
    }

    [Fact]
    public async Task Reload_ManagementOffTheProxyPort_TakesEffect()
    {
        await using var server = await SwitchboardServer.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/api/vas/logs")).Status);

        await ReloadAsync(server, $"server: {{ {Ports}, management_on_proxy: false }}");

        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/api/vas/logs")).Status);
        Assert.Empty(await server.LogsAsync());
    }

    [Fact]
    public async Task Reload_CacheOff_AnswersNothingFromIt()
    {
        await using var server = await SwitchboardServer.StartAsync();
        await server.SayAsync(Demo);
        Assert.True((await server.SayAsync(Demo)).Hit);

        await ReloadAsync(server, $"server: {{ {Ports} }}\ncache: {{ exact: false }}");

        Assert.False((await server.SayAsync(Demo)).Hit);
    }

    [Fact]
    public async Task Reload_ResponsesNotKept_RefusesToGoOn()
    {
        await using var server = await SwitchboardServer.StartAsync();
        const string ask = """{"model":"demo/chat","input":"Hello"}""";
        var first = await server.SayAsync(ask, null, "/v1/responses");
        var next = $$"""{"model":"demo/chat","input":"And?","previous_response_id":"{{first.Text("id")}}"}""";
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(next, null, "/v1/responses")).Status);

        await ReloadAsync(server, $"server: {{ {Ports} }}\nresponses: {{ store: false }}");

        Assert.Equal(HttpStatusCode.BadRequest, (await server.SayAsync(next, null, "/v1/responses")).Status);
    }

    [Fact]
    public async Task Reload_SpoolLimit_TakesEffect()
    {
        await using var server = await SwitchboardServer.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/ready")).Status);

        await ReloadAsync(server, $"server: {{ {Ports} }}\naudit: {{ min_free: 900TB }}");
        Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Switchboard.Gateway.Audit.Journaling.Journal>(server.Services).Tend();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.GetAsync("/ready")).Status);
    }

    [Fact]
    public async Task Reload_PriceFileNamedLater_TakesEffect()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Text("x", new(1000, 0)));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var prices = Path.Combine(server.Folder, "prices.json");
        await File.WriteAllTextAsync(prices, """{ "models": { "openai/gpt-4o": { "input": 7, "output": 0 } } }""");

        await ReloadAsync(server, $"server: {{ {Ports} }}\nprices: {prices}");
        await server.SayAsync(Talk.Ask());

        Assert.Equal(7_000, Assert.Single(await server.RecordsAsync()).CostMicros);
    }

    [Fact]
    public async Task Reload_WhatOnlyAStartCanChange_IsNamedAndLeftAlone()
    {
        await using var server = await SwitchboardServer.StartAsync();

        var status = await ReloadAsync(server, "server: { bind: 127.0.0.2, ports: { proxy: 1, compliance: 0, management: 0, bridge: 0, agent: 0 }, body_limit: 2KB }\naudit: { durability: disk }");

        Assert.Equal(["server.bind", "server.ports", "audit.durability"], status.GetProperty("waiting_for_restart").EnumerateArray().Select(static n => n.GetString()));
        Assert.Contains(server.Log.Lines, static l => l.Contains("server.bind, server.ports, audit.durability take effect at the next start", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await server.SayAsync(Talk.Ask(new string('y', 3000), model: "demo/chat"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Demo)).Status);
    }

    [Fact]
    public async Task Reload_FileWithFaults_ChangesNothingAndTheStatusSaysWhy()
    {
        await using var server = await SwitchboardServer.StartAsync(s => s.Yaml = $"keys: [ {{ name: ci, key: {Key} }} ]");

        await WriteAsync(server, $"server: {{ {Ports}, body_limit: 2KB }}\nkeys: [ {{ name: ci, key: {Key}-and-more }} ]\nproviders: {{ mine: {{ kind: openai }} }}");
        var said = await server.SendAsync(HttpMethod.Post, "/api/config/reload", "{}", SwitchboardServer.AdminKey);
        Assert.Equal((HttpStatusCode.BadRequest, "config_refused"), (said.Status, said.Error("code")));
        var status = await server.ManageAsync(HttpMethod.Get, "/api/config/status");

        Assert.False(status.GetProperty("accepted").GetBoolean());
        Assert.Contains("providers.mine", status.GetProperty("faults")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask(new string('x', 3000), model: "demo/chat"), Key)).Status);

        status = await ReloadAsync(server, $"server: {{ {Ports} }}\nkeys: [ {{ name: ci, key: {Key}-and-more }} ]");
        Assert.True(status.GetProperty("accepted").GetBoolean());
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.SayAsync(Demo, Key)).Status);
    }

    private static async Task<JsonElement> ReloadAsync(SwitchboardServer server, string yaml)
    {
        await WriteAsync(server, yaml);
        return await server.ManageAsync(HttpMethod.Post, "/api/config/reload", new { });
    }

    private static async Task WriteAsync(SwitchboardServer server, string yaml)
    {
        var path = Path.Combine(server.Folder, "switchboard.yaml");
        await File.WriteAllTextAsync(path + ".new", yaml);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static async Task<HttpStatusCode> GetAsync(SwitchboardServer server, string? host, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await server.Client.SendAsync(request);
        return response.StatusCode;
    }
}
