using System.Net.Http.Headers;
using System.Text.Json;
using Switchboard.Host;

namespace Switchboard.Testing.Servers;

/// <summary>The whole product in this process: real Kestrel on free ports of 127.0.0.1, a real SQLite file in a folder of its own.</summary>
public sealed class SwitchboardServer : IAsyncDisposable
{
    public const string AdminKey = "test-administrator-key";
    private readonly BuiltServer built;
    private readonly bool ownsFolder;

    private SwitchboardServer(BuiltServer built, ServerSetup setup, bool ownsFolder)
    {
        (this.built, this.ownsFolder) = (built, ownsFolder);
        (Folder, Log) = (setup.Folder!, setup.Log);
        Client = new HttpClient { BaseAddress = new Uri(Url("proxy")) };
    }

    /// <summary>A client of the proxy port, without any key.</summary>
    public HttpClient Client { get; }

    /// <summary>Everything that was logged, at every level.</summary>
    public LogCapture Log { get; }

    /// <summary>The folder that holds the data folder, the secret and the configuration.</summary>
    public string Folder { get; }

    public IServiceProvider Services => built.App.Services;

    /// <summary>A service's address: <c>proxy</c>, <c>compliance</c>, <c>management</c>, <c>bridge</c> or <c>agent</c>.</summary>
    public string Url(string service) => built.Listeners.Url(service);

    public static async Task<SwitchboardServer> StartAsync(Action<ServerSetup>? configure = null)
    {
        var setup = new ServerSetup();
        configure?.Invoke(setup);
        var ownsFolder = setup.Folder is null;
        setup.Folder ??= Directory.CreateTempSubdirectory("switchboard-test-").FullName;
        var built = ServerBuilder.Build(new HostVariables(setup.Write().GetValueOrDefault), builder => Adjust(builder, setup));
        try
        {
            await built.App.StartAsync();
            return new SwitchboardServer(built, setup, ownsFolder);
        }
        catch
        {
            await built.App.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes a virtual key and gives back its text.</summary>
    public async Task<string> CreateKeyAsync(object? request = null) =>
        (await ManageAsync(HttpMethod.Post, "/api/enterprise/vkeys", request ?? new { name = "test" })).GetProperty("key").GetString()!;

    /// <summary>A management request with the administrator's key; fails where the answer is an error.</summary>
    public async Task<JsonElement> ManageAsync(HttpMethod method, string path, object? body = null, string key = AdminKey)
    {
        using var request = new HttpRequestMessage(method, Url("management") + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonDocument.Parse(text.Length == 0 ? "null" : text).RootElement : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }

    /// <summary>The audit log, newest first.</summary>
    public async Task<IReadOnlyList<JsonElement>> LogsAsync(string query = "limit=1000") =>
        [.. (await ManageAsync(HttpMethod.Get, "/api/vas/logs?" + query)).GetProperty("data").EnumerateArray()];

    /// <summary>Posts JSON to the proxy port, with a key if one is given.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, string json, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, null, "application/json") };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await built.App.StopAsync();
        await built.App.DisposeAsync();
        if (ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static void Adjust(WebApplicationBuilder builder, ServerSetup setup)
    {
        builder.Logging.ClearProviders().AddProvider(setup.Log).SetMinimumLevel(LogLevel.Trace);
        if (setup.Time is not null)
        {
            builder.Services.AddSingleton(setup.Time);
        }

        setup.Adjust?.Invoke(builder);
    }
}
