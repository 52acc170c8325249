using System.Diagnostics;
using System.Text.RegularExpressions;
using Switchboard.Host;

namespace Switchboard.Testing.Servers;

/// <summary>The product as a process of its own, for tests that kill it.</summary>
public sealed partial class SwitchboardProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly Dictionary<string, string> urls;

    private SwitchboardProcess(Process process, Dictionary<string, string> urls) => (this.process, this.urls) = (process, urls);

    public string Url(string service) => urls[service];

    /// <summary>Bytes of the process's memory as Linux counts them: <c>VmRSS</c> now, <c>VmHWM</c> at its peak.</summary>
    public long Memory(string what) =>
        long.Parse(File.ReadLines($"/proc/{process.Id}/status").Single(line => line.StartsWith(what + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) << 10;

    public static async Task<SwitchboardProcess> StartAsync(ServerSetup setup)
    {
        setup.Folder ??= Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        var process = Process.Start(Information(setup, []))!;
        var urls = new Dictionary<string, string>();
        using var limit = new CancellationTokenSource(StartLimit);
        while (!urls.ContainsKey("agent"))
        {
            var line = await process.StandardOutput.ReadLineAsync(limit.Token)
                ?? throw new InvalidOperationException("The server did not start: " + await process.StandardError.ReadToEndAsync(limit.Token));
            if (Listening().Match(line) is { Success: true } match)
            {
                urls[match.Groups["name"].Value] = match.Groups["url"].Value;
            }
        }

        // Read on, or the server blocks once a pipe is full.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        return new SwitchboardProcess(process, urls);
    }

    /// <summary>Runs a verb of the program to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(ServerSetup setup, params string[] arguments)
    {
        using var process = Process.Start(Information(setup, arguments))!;
        var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    /// <summary>Ends the process at once, as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks the process to stop, as a service manager does (SIGTERM).</summary>
    public async Task TerminateAsync()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Completes with the exit code once the process has ended.</summary>
    public async Task<int> WhenExitedAsync()
    {
        await process.WaitForExitAsync().WaitAsync(StartLimit);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private static ProcessStartInfo Information(ServerSetup setup, string[] arguments)
    {
        var information = new ProcessStartInfo("dotnet", [typeof(ServerBuilder).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = setup.Folder!,
        };
        foreach (var (name, value) in setup.Write())
        {
            information.Environment[name] = value;
        }

        return information;
    }

    [GeneratedRegex(@"^\s+(?<name>proxy|compliance|management|bridge|agent)\s+(?<url>https?://\S+)")]
    private static partial Regex Listening();
}
