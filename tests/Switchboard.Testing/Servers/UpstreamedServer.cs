using Switchboard.Testing.Upstream;

namespace Switchboard.Testing.Servers;

/// <summary>A server with a scripted upstream behind it, shared by the tests of one class, which xunit runs one after the other.</summary>
public class UpstreamedServer : IAsyncDisposable
{
    private static int prompts;
    private ScriptedUpstream? upstream;
    private SwitchboardServer? server;

    public ScriptedUpstream Upstream => upstream ?? throw new InvalidOperationException("Start it first.");

    public SwitchboardServer Server => server ?? throw new InvalidOperationException("Start it first.");

    public async ValueTask StartAsync(Action<ServerSetup>? configure = null)
    {
        upstream = await ScriptedUpstream.StartAsync();
        server = await SwitchboardServer.StartAsync(setup =>
        {
            setup.Upstream = upstream;
            configure?.Invoke(setup);
        });
    }

    /// <summary>Has the upstream answer the next request by these scripts, and gives back a text for the prompt that only this request holds.</summary>
    public string Answering(Script script, params Script[] then)
    {
        var prompt = $"prompt {Interlocked.Increment(ref prompts)}.";
        Upstream.When(request => request.Text.Contains(prompt, StringComparison.Ordinal), script, then);
        return prompt;
    }

    /// <summary>The one audit record of a request; fails where there are none or several.</summary>
    public async Task<System.Text.Json.JsonElement> RecordOfAsync(string requestId) =>
        (await Server.LogsAsync()).Single(record => record.GetProperty("request_id").GetString() == requestId);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        if (upstream is not null)
        {
            await upstream.DisposeAsync();
        }
    }
}
