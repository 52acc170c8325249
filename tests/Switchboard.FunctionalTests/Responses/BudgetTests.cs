using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Responses;

/// <summary>What a request with a conversation behind it can cost is held. gpt-4o costs 2.5 and 10 USD per million tokens, and reads 128,000.</summary>
public sealed class BudgetTests
{
    private const string Limited = """{"max_output_tokens":100}""";

    [Fact]
    public async Task Reserve_WhatTheVendorReadsAgain_IsHeld()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Responses.Reply(Script.Text("x", new(5_000, 100)));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 10, period = "daily" } });

        var first = await server.RespondAsync(ResponsesTalk.Ask("Hi", more: Limited), key);
        var body = ResponsesTalk.Continue(first.Id(), "Go on", ResponsesTalk.Gpt, Limited);
        await server.RespondAsync(body, key);

        Assert.Equal(Held(body.Length + 5_100), (await server.RecordsAsync())[0].ReservedMicros);
    }

    [Fact]
    public async Task Reserve_WhatIsWrittenOut_IsHeld()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 10, period = "daily" } });

        var first = await server.RespondAsync(ResponsesTalk.Ask(new string('a', 5_000), ResponsesTalk.Claude, Limited), key);
        await server.RespondAsync(ResponsesTalk.Continue(first.Id(), "Go on", ResponsesTalk.Gpt, Limited), key);

        Assert.Equal(Held(upstream.Requests[1].Body.Length), (await server.RecordsAsync())[0].ReservedMicros);
    }

    [Fact]
    public async Task Reserve_ToolsThatTheVendorRuns_HoldTheWholeContext()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 10, period = "daily" } });

        await server.RespondAsync(ResponsesTalk.Ask("Hi", more: """{"max_output_tokens":100,"tools":[{"type":"web_search"}]}"""), key);

        Assert.Equal(Held(128_000), Assert.Single(await server.RecordsAsync()).ReservedMicros);
    }

    [Fact]
    public async Task Reserve_WithoutALimit_PutsOneUnderTheDialectsName()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var key = await server.CreateKeyAsync(new { name = "k", budget = new { usd = 0.01, period = "daily" } });

        await server.RespondAsync(ResponsesTalk.Ask("Hi"), key);

        Assert.InRange(upstream.Requests[0].Json.GetProperty("max_output_tokens").GetInt64(), 100, 1_000);
        Assert.False(upstream.Requests[0].Json.TryGetProperty("max_completion_tokens", out _));
    }

    private static long Held(long prompt, long output = 100) => ((prompt * 25) + (output * 100) + 9) / 10;
}
