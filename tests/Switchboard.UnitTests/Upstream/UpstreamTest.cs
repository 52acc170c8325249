using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

/// <summary>One upstream and one client per test.</summary>
public abstract class UpstreamTest : IAsyncLifetime
{
    protected const string OpenAiPath = "/v1/chat/completions";
    protected const string AnthropicPath = "/v1/messages";
    protected const string Plain = """{"model":"m"}""";
    protected const string Streamed = """{"model":"m","stream":true}""";
    protected const string StreamedWithUsage = """{"model":"m","stream":true,"stream_options":{"include_usage":true}}""";

    protected ScriptedUpstream Server { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    protected virtual UpstreamOptions Options => new();

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Server = await ScriptedUpstream.StartAsync(Options);
        Client = Server.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Posts and returns as soon as the headers are there.</summary>
    protected async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }

    protected async Task<JsonElement> JsonAsync(string path, string body)
    {
        using var response = await PostAsync(path, body);
        return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(Cancelled));
    }

    protected async Task<string> TextAsync(string path, string body)
    {
        using var response = await PostAsync(path, body);
        return await response.Content.ReadAsStringAsync(Cancelled);
    }

    protected async Task<List<SseItem<string>>> EventsAsync(string path, string body)
    {
        using var response = await PostAsync(path, body);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return await SseParser.Create(await response.Content.ReadAsStreamAsync(Cancelled)).EnumerateAsync(Cancelled).ToListAsync(Cancelled);
    }

    /// <summary>The stream's data as JSON, without OpenAI's last word.</summary>
    protected async Task<List<JsonElement>> ChunksAsync(string path, string body) =>
        [.. (await EventsAsync(path, body)).Where(item => item.Data != "[DONE]").Select(item => JsonElement.Parse(item.Data))];
}
