using System.Net;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Alerts;

/// <summary>A vendor that goes down and comes up again is told once each, over real sockets.</summary>
public sealed class ProviderAlertTests
{
    [Theory]
    [InlineData("gpt-4o", "openai")]
    [InlineData("fast", "openai/gpt-4o", "openai")]
    public async Task Vendor_FailsAndRecovers_IsToldOnceEach(string model, params string[] whats)
    {
        var time = new ManualTimeProvider();
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue([.. Enumerable.Repeat(Script.Error(500, "The vendor's word."), 5)]);
        await using var server = await SwitchboardServer.StartAsync(s => (s.Upstream, s.Time, s.Yaml) = (upstream, time, $$"""
            routing: { breaker: { failures: 2, rest: 10s } }
            models: { fast: { targets: [ { model: openai/gpt-4o } ] } }
            alerts: { webhooks: [ { url: '{{receiver.Url}}', events: [ provider_down, provider_up ] } ] }
            """));

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.BadGateway, (await server.SayAsync(Talk.Ask($"{i}", model: model))).Status);
        }

        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("well", model: model))).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.SayAsync(Talk.Ask("still well", model: model))).Status);

        var posts = await receiver.WhenPostedAsync(2 * whats.Length);
        Assert.Equal(
            [.. whats.Select(static w => ("provider_down", w)), .. whats.Select(static w => ("provider_up", w))],
            posts.Select(static p => (p.Json.GetProperty("event").GetString()!, (p.Json.TryGetProperty("target", out var target) ? target : p.Json.GetProperty("provider")).GetString()!)));
        Assert.Contains("The vendor's word.", posts[0].Json.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(2 * whats.Length, posts.Select(static p => p.Json.GetProperty("id").GetString()).Distinct().Count());
    }
}
