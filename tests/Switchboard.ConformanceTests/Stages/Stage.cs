using Switchboard.ConformanceTests.Stages;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

[assembly: AssemblyFixture(typeof(Stage))]

namespace Switchboard.ConformanceTests.Stages;

/// <summary>One gateway before one scripted upstream, for all tests. Each test plays a scene of its own, apart from the others.</summary>
public sealed class Stage : IAsyncLifetime
{
    private int scenes;

    public ScriptedUpstream Upstream { get; private set; } = null!;

    public SwitchboardServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Upstream = await ScriptedUpstream.StartAsync();
        Server = await SwitchboardServer.StartAsync(setup => setup.Upstream = Upstream);
    }

    /// <summary>A scene with a key of its own, which makes it a tenant of its own.</summary>
    /// <param name="limits">Further fields of the key.</param>
    public async Task<Scene> SceneAsync(Dictionary<string, object>? limits = null)
    {
        var marker = $"scene-{Interlocked.Increment(ref scenes)}-of-the-play";
        var key = await Server.CreateKeyAsync(new Dictionary<string, object>(limits ?? []) { ["name"] = marker, ["owner"] = marker });
        return new Scene(this, marker, key);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
