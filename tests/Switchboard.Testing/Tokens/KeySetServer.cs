using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Switchboard.Testing.Tokens;

/// <summary>Where an issuer publishes its keys: answers with what a test says, and counts how often it was asked.</summary>
public sealed class KeySetServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private int requests;

    private KeySetServer(WebApplication app) => this.app = app;

    /// <summary>The body of the next answers.</summary>
    public string Body { get; set; } = "";

    public int Status { get; set; } = 200;

    /// <summary>Awaited before each answer.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public int Requests => Volatile.Read(ref requests);

    public string Origin => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public string Url => Origin + "/keys.json";

    public static async Task<KeySetServer> StartAsync(string body, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var server = new KeySetServer(builder.Build()) { Body = body };
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        await Hold;
        context.Response.StatusCode = Status;
        if (Status is 301 or 302)
        {
            context.Response.Headers.Location = Url;
        }

        await context.Response.WriteAsync(Body);
    }
}
