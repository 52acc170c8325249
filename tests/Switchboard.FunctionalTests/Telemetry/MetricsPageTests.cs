using System.Globalization;
using System.Text.RegularExpressions;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Telemetry;

/// <summary><c>GET /metrics</c>, read as Prometheus reads it.</summary>
public sealed partial class MetricsPageTests
{
    private static readonly HashSet<string> Labels = ["provider", "outcome", "direction", "result", "rule", "reason", "priority", "le"];

    [Fact]
    public async Task Page_AfterSomeTraffic_ParsesAndCounts()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("x", new(1000, 100)));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        await server.SayAsync(Talk.Ask());
        await server.SayAsync(Talk.Ask());
        await server.SayAsync(Talk.Ask(more: """{"messages":7}"""));

        var page = Parse((await server.GetAsync("/metrics")).Text);

        Assert.Equal(1, page["""switchboard_requests_total{provider="openai",outcome="success"}"""]);
        Assert.Equal(1, page["""switchboard_requests_total{provider="openai",outcome="cache_hit"}"""]);
        Assert.Equal(1, page["""switchboard_requests_total{provider="none",outcome="rejected"}"""]);
        Assert.Equal((1000, 100), (page["""switchboard_tokens_total{provider="openai",direction="input"}"""], page["""switchboard_tokens_total{provider="openai",direction="output"}"""]));
        Assert.Equal(0.0035, page["""switchboard_cost_usd_total{provider="openai"}"""], 9);
        Assert.Equal((1, 1), (page["""switchboard_cache_lookups_total{result="miss"}"""], page["""switchboard_cache_lookups_total{result="L1"}"""]));
        Assert.Equal(1, page["""gen_ai_server_request_duration_seconds_count{provider="openai",outcome="success"}"""]);
        Assert.Equal(1, page["""gen_ai_server_request_duration_seconds_bucket{provider="openai",outcome="success",le="+Inf"}"""]);
        Assert.Equal(3, page["switchboard_audit_appended_total"]);
    }

    [Fact]
    public async Task Labels_WhateverCallersSend_StayBounded()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Error(404));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        for (var i = 0; i < 20; i++)
        {
            await server.SayAsync(Talk.Ask(model: $"model-{i}\"\n"), headers: [("x-smartflow-user-id", "user" + i), ("x-session-id", "s" + i)]);
            await server.SayAsync(Talk.Ask(model: $"nobody{i}/x"));
        }

        var page = Parse((await server.GetAsync("/metrics")).Text);

        Assert.Equal(2, page.Keys.Count(k => k.StartsWith("switchboard_requests_total", StringComparison.Ordinal)));
        Assert.DoesNotContain(page.Keys, k => k.Contains("model", StringComparison.Ordinal) || k.Contains("user", StringComparison.Ordinal) || k.Contains("nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_TwoServersInOneProcess_EachShowsItsOwn()
    {
        await using var busy = await SwitchboardServer.StartAsync();
        await using var idle = await SwitchboardServer.StartAsync();

        await busy.SayAsync(Talk.Ask(model: "demo/chat"));

        Assert.Equal(1, Parse((await busy.GetAsync("/metrics")).Text)["switchboard_audit_appended_total"]);
        Assert.DoesNotContain(Parse((await idle.GetAsync("/metrics")).Text), s => s.Key.StartsWith("switchboard_requests_total", StringComparison.Ordinal));
    }

    /// <summary>Samples by name and labels. Fails where a line is no comment and no sample, a family comes twice, or a histogram does not add up.</summary>
    private static Dictionary<string, double> Parse(string page)
    {
        var (samples, types) = (new Dictionary<string, double>(), new Dictionary<string, string>());
        Assert.EndsWith("\n", page, StringComparison.Ordinal);
        foreach (var line in page.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                var parts = line.Split(' ');
                types.Add(parts[2], parts[3]);
            }
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                var match = Sample().Match(line);
                Assert.True(match.Success, line);
                Assert.All(match.Groups["label"].Captures, l => Assert.Contains(l.Value, Labels));
                Assert.Contains(FamilyOf(match.Groups["name"].Value), types.Keys);
                samples.Add(line[..line.LastIndexOf(' ')], double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture));
            }
        }

        foreach (var (name, count) in samples.Where(s => s.Key.Contains("_count", StringComparison.Ordinal)))
        {
            var bucket = name.Replace("_count", "_bucket", StringComparison.Ordinal).TrimEnd('}');
            var buckets = samples.Where(s => s.Key.StartsWith(bucket, StringComparison.Ordinal)).Select(s => s.Value).ToList();
            Assert.Equal(buckets.Order(), buckets);
            Assert.Equal(count, buckets[^1]);
        }

        return samples;

        string FamilyOf(string name) => types.ContainsKey(name) ? name : Regex.Replace(name, "_(bucket|sum|count)$", "");
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)="([^"\\]|\\.)*",?)*\})? (?<value>\+Inf|[-0-9.eE+]+)$""")]
    private static partial Regex Sample();
}
