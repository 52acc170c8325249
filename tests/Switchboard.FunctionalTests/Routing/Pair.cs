using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Routing;

/// <summary>A server with two vendors, each played by an upstream of its own: OpenAI's the one that fails, Anthropic's the one that is well.</summary>
internal sealed class Pair : IAsyncDisposable
{
    public const string Usual = "models: { smart: { targets: [ { model: openai/gpt-4o } ], fallbacks: [ anthropic/claude-opus-4-6 ] } }\n";

    private int asked;

    public ScriptedUpstream One { get; private init; } = null!;

    public ScriptedUpstream Other { get; private init; } = null!;

    public SwitchboardServer Server { get; private init; } = null!;

    /// <summary>Calls to each vendor so far.</summary>
    public (int One, int Other) Calls => (One.Requests.Count, Other.Requests.Count);

    public static async Task<Pair> StartAsync(string yaml, TimeProvider? time = null, Action<ServerSetup>? more = null)
    {
        var (one, other) = (await ScriptedUpstream.StartAsync(), await ScriptedUpstream.StartAsync());
        one.OpenAi.Reply(Script.Text("one", new ScriptUsage(100, 10)));
        other.Anthropic.Reply(Script.Text("other", new ScriptUsage(100, 10)));
        var server = await SwitchboardServer.StartAsync(setup =>
        {
            (setup.Upstream, setup.Yaml, setup.Time) = (one, yaml, time);
            setup.Variables["ANTHROPIC_API_BASE"] = other.BaseUrl;
            more?.Invoke(setup);
        });
        return new Pair { One = one, Other = other, Server = server };
    }

    /// <summary>Asks what nobody asked before, so that the cache does not answer.</summary>
    public Task<Said> AskAsync(string model = "smart", string more = "{}", string? key = null, params (string Name, string Value)[] headers) =>
        Server.SayAsync(Talk.Ask($"question {Interlocked.Increment(ref asked)}.", more, model), key, Talk.Chat, headers).WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await One.DisposeAsync();
        await Other.DisposeAsync();
    }
}
