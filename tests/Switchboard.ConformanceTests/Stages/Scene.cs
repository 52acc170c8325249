using System.Text.Json;
using Switchboard.ConformanceTests.Drivers;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.ConformanceTests.Stages;

/// <summary>One test's part of the stage: its marker stands in what the user says, and owns the key.</summary>
public sealed class Scene(Stage stage, string marker, string key)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Key => key;

    public SwitchboardServer Server => stage.Server;

    /// <summary>What the user says unless a test says otherwise.</summary>
    public string Text => $"Say hello, {marker}";

    /// <summary>This scene's requests as the upstream received them.</summary>
    public IReadOnlyList<UpstreamRequest> Requests => [.. stage.Upstream.Requests.Where(IsOurs)];

    /// <summary>The one request of this scene that the upstream received.</summary>
    public UpstreamRequest Request => Assert.Single(Requests);

    /// <summary>What the vendor answers to this scene.</summary>
    public Scene Answer(Script script, params Script[] then)
    {
        stage.Upstream.When(IsOurs, script, then);
        return this;
    }

    public Task<Seen> RunAsync(string client, Scenario scenario, string model, string? text = null, string? otherKey = null, string? vendorKey = null) =>
        OfficialClients.Get(client).RunAsync(new Call(scenario, stage.Server.Url("proxy"), otherKey ?? key, model, text ?? Text) { VendorKey = vendorKey });

    /// <summary>The same, and fails where the client threw.</summary>
    public async Task<Seen> SucceedAsync(string client, Scenario scenario, string model, string? text = null)
    {
        var seen = await RunAsync(client, scenario, model, text);
        Assert.True(seen.Error is null, $"{seen.Error?.Type} {seen.Error?.Status}: {seen.Error?.Message}");
        return seen;
    }

    /// <summary>The same, and fails where the client did not throw.</summary>
    public async Task<SeenError> FailAsync(string client, Scenario scenario, string model, string? text = null, string? otherKey = null)
    {
        var seen = await RunAsync(client, scenario, model, text, otherKey);
        return seen.Error ?? throw new InvalidOperationException($"The client saw no error but '{seen.Text}', ended by '{seen.Finish}'.");
    }

    /// <summary>Completes when the caller's going has reached the upstream.</summary>
    public Task WhenAbortedAsync() => Request.WhenAborted.WaitAsync(Patience);

    /// <summary>This scene's rows of the audit log, newest first, as soon as there are so many.</summary>
    public async Task<IReadOnlyList<JsonElement>> LogsAsync(int count = 1)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var rows = (await stage.Server.LogsAsync()).Where(row => row.TryGetProperty("user_id", out var user) && user.ValueEquals(marker)).ToList();
            if (rows.Count >= count)
            {
                Assert.Equal(count, rows.Count);
                return rows;
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private bool IsOurs(UpstreamRequest request) => request.Text.Contains(marker, StringComparison.Ordinal);
}
