using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Switchboard.Testing.Servers;

/// <summary>Takes what is posted to it, on a real socket, and answers as a test wants it: 200 unless told otherwise.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<int> statuses;
    private readonly ConcurrentQueue<Posted> posts = new();
    private readonly WebApplication server;

    private WebhookReceiver(int[] statuses)
    {
        this.statuses = new(statuses);
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        server = builder.Build();
        server.Run(TakeAsync);
    }

    /// <summary>The address, without a slash at its end.</summary>
    public string Url { get; private set; } = "";

    /// <summary>All posts so far, refused ones too.</summary>
    public IReadOnlyList<Posted> Posts => [.. posts];

    /// <summary>Starts one on the loopback address; the first posts get these statuses.</summary>
    public static async Task<WebhookReceiver> StartAsync(params int[] statuses)
    {
        var receiver = new WebhookReceiver(statuses);
        await receiver.server.StartAsync();
        receiver.Url = receiver.server.Urls.First();
        return receiver;
    }

    /// <summary>Completes once there were so many posts.</summary>
    /// <param name="count">How many.</param>
    /// <param name="meanwhile">Done again and again until then, such as moving a clock.</param>
    public async Task<IReadOnlyList<Posted>> WhenPostedAsync(int count, Action? meanwhile = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (posts.Count < count)
        {
            patience.Token.ThrowIfCancellationRequested();
            meanwhile?.Invoke();
            await Task.Yield();
        }

        return Posts;
    }

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync();
        await server.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        posts.Enqueue(new Posted(context.Request.Headers.ToDictionary(static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
        context.Response.StatusCode = statuses.TryDequeue(out var status) ? status : StatusCodes.Status200OK;
    }
}

/// <summary>One post as it came in.</summary>
public sealed record Posted(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public JsonElement Json => JsonElement.Parse(Body);
}
