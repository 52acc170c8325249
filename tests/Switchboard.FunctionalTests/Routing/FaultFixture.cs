using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Routing;

/// <summary>
/// A server with one vendor that fails as the tests say (OpenAI), some that cannot be reached, and one that is always well (Anthropic). For each
/// target there is a model <c>solo-…</c> that goes there alone, and <c>pair-…</c> that has the well one as its fallback.
/// </summary>
public sealed class FaultFixture : IAsyncLifetime
{
    private static int prompts;

    public ScriptedUpstream Failing { get; private set; } = null!;

    public ScriptedUpstream Well { get; private set; } = null!;

    public ScriptedUpstream SelfSigned { get; private set; } = null!;

    public SwitchboardServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        (Failing, Well) = (await ScriptedUpstream.StartAsync(), await ScriptedUpstream.StartAsync());
        SelfSigned = await ScriptedUpstream.StartAsync(new UpstreamOptions { Tls = true });
        Well.Anthropic.Reply(Script.Text("Hello from the other", new ScriptUsage(100, 10)));
        Server = await SwitchboardServer.StartAsync(setup =>
        {
            setup.Upstream = Failing;
            setup.Variables["ANTHROPIC_API_BASE"] = Well.BaseUrl;
            setup.Yaml = $$"""
                providers:
                  openai: { timeouts: { first_byte: 400ms, idle: 400ms, total: 1500ms } }
                  refused: { kind: openai, api_key: none, base_url: 'http://127.0.0.1:9/v1' }
                  dns: { kind: openai, api_key: none, base_url: 'http://nobody.invalid/v1', timeouts: { connect: 10s } }
                  tls: { kind: openai, api_key: none, base_url: '{{SelfSigned.BaseUrl}}/v1' }
                models:
                {{string.Concat(Targets.Distinct().Select(Models))}}
                routing: { breaker: { failures: 1000 } }
                """;
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Failing.DisposeAsync();
        await Well.DisposeAsync();
        await SelfSigned.DisposeAsync();
    }

    /// <summary>Has the failing vendor answer the next request so, and gives back a text for the prompt that only this request holds.</summary>
    public string Failingly(Script? script)
    {
        var prompt = $"prompt {Interlocked.Increment(ref prompts)}.";
        if (script is not null)
        {
            Failing.When(request => request.Text.Contains(prompt, StringComparison.Ordinal), script);
        }

        return prompt;
    }

    /// <summary>How often the failing and the well vendor were asked this.</summary>
    public (int Failing, int Well) Asked(string prompt) => (Count(Failing, prompt) + SelfSigned.Requests.Count, Count(Well, prompt));

    public static string Name(string kind, string target) => $"{kind}-{target.Replace('/', '-')}";

    private static IEnumerable<string> Targets => from fault in Fault.All from kind in (string[])["solo", "pair"] from stream in (bool[])[false, true] select fault.TargetOf(kind, stream);

    private static int Count(ScriptedUpstream upstream, string prompt) => upstream.Requests.Count(r => r.Text.Contains(prompt, StringComparison.Ordinal));

    private static string Models(string target) => $$"""
          {{Name("solo", target)}}: { targets: [ { model: {{target}} } ] }
          {{Name("pair", target)}}: { targets: [ { model: {{target}} } ], fallbacks: [ anthropic/claude-opus-4-6 ] }

        """;
}
