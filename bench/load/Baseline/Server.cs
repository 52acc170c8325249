using System.Net;

namespace Switchboard.Bench.Load.Baseline;

internal static class Server
{
    /// <summary>Bare Kestrel, no routing, no logging: prints its address, and ends on SIGTERM or after <c>--for</c> seconds.</summary>
    public static async Task RunAsync(Arguments options, RequestDelegate answer, TextWriter output)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Number("port", 0));
        });
        await using var app = builder.Build();
        app.Run(answer);
        using var lifetime = new CancellationTokenSource(TimeSpan.FromSeconds(options.Number("for", 3600)));
        await app.StartAsync(lifetime.Token);
        await output.WriteLineAsync($"listening {app.Urls.First()}");
        await output.FlushAsync(lifetime.Token);
        await app.WaitForShutdownAsync(lifetime.Token);
    }
}
