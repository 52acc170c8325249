using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Switchboard.ConformanceTests.Drivers;

/// <summary>One Node.js process that runs scenarios: a JSON line in, a JSON line out. It ends with its input, and so with this process.</summary>
internal sealed class NpmWorker
{
    private static readonly Lazy<string?> Obstacle = new(FindObstacle);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<Seen>> running = [];
    private readonly Lock turn = new();
    private readonly Process process;
    private readonly Task<string> complaints;
    private int last;

    private NpmWorker(Process process)
    {
        this.process = process;
        complaints = process.StandardError.ReadToEndAsync();
        _ = ReadAsync();
    }

    /// <summary>Why the npm clients cannot run here, or null.</summary>
    public static string? WhyNot => Obstacle.Value;

    private static string Folder => Path.Combine(Repository.Root, "tests", "Switchboard.ConformanceTests", "clients");

    public static NpmWorker Start(params string[] script) => new(Launch(script)!);

    public Task<Seen> RunAsync(Call call)
    {
        var id = Interlocked.Increment(ref last);
        var line = new JsonObject
        {
            ["id"] = id,
            ["scenario"] = JsonNamingPolicy.KebabCaseLower.ConvertName(call.Scenario.ToString()),
            ["url"] = call.Url,
            ["key"] = call.Key,
            ["model"] = call.Model,
            ["text"] = call.Text,
            ["vendorKey"] = call.VendorKey,
        };
        var done = running[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Send(line.ToJsonString());
        return done.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    private void Send(string line)
    {
        lock (turn)
        {
            process.StandardInput.WriteLine(line);
            process.StandardInput.Flush();
        }
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            using var result = JsonDocument.Parse(line);
            running.TryRemove(result.RootElement.GetProperty("id").GetInt32(), out var done);
            done?.TrySetResult(result.RootElement.GetProperty("seen").Deserialize(DriverJson.Default.Seen)!);
        }

        var ended = new InvalidOperationException("Node.js ended: " + await complaints);
        foreach (var left in running.Values)
        {
            left.TrySetException(ended);
        }
    }

    private static string? FindObstacle()
    {
        if (!new[] { "openai", "@anthropic-ai/sdk", "anthropic-classic" }.All(package => Directory.Exists(Path.Combine(Folder, "node_modules", package))))
        {
            return "The npm clients are not installed: run 'npm ci' in tests/Switchboard.ConformanceTests/clients (test.sh does).";
        }

        using var node = Launch("--version");
        return node is null ? "Node.js is not installed: the program 'node' is not on the PATH." : null;
    }

    private static Process? Launch(params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("node", arguments)
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
