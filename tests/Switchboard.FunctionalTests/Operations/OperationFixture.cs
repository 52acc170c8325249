using System.Net.Http.Headers;
using System.Text;
using Switchboard.Gateway.Audit;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Operations;

/// <summary>A server with every vendor on that offers something beside chat. Requests without a key of their own have one of the fixture's.</summary>
public class OperationFixture : UpstreamedServer, IAsyncLifetime
{
    public const string CohereKey = "cohere-secret-of-the-test";
    public const string DeepgramKey = "deepgram-secret-of-the-test";
    public const string ReplicateKey = "replicate-secret-of-the-test";

    public async ValueTask InitializeAsync()
    {
        await StartAsync(Configure);
        Server.Client.DefaultRequestHeaders.Authorization = new("Bearer", await Server.CreateKeyAsync());
    }

    protected virtual void Configure(ServerSetup setup) => TurnOn(setup);

    /// <summary>Prices of the tests' own, so that costs are known whatever the built-in table says.</summary>
    private const string Prices = """
        { "models": {
            "openai/text-embedding-3-small": { "input": 0.02, "output": 0 },
            "openai/omni-moderation-latest": { "input": 0, "output": 0 },
            "openai/gpt-3.5-turbo-instruct": { "input": 1.5, "output": 2 },
            "openai/dall-e-3": { "images": { "1024x1024": 0.04, "1792x1024": 0.08, "hd/1024x1024": 0.08, "hd/1792x1024": 0.12 } },
            "openai/gpt-image-1": { "input": 5, "output": 0, "image_input": 10, "image_output": 40 },
            "openai/whisper-1": { "audio_minute": 0.006 },
            "openai/gpt-4o-transcribe": { "input": 2.5, "output": 10, "audio_input": 6 },
            "openai/tts-1": { "characters": 15 },
            "openai/gpt-4o-mini-tts": { "input": 0.6, "output": 0, "audio_output": 12 },
            "cohere/embed-v4.0": { "input": 0.12, "output": 0 },
            "cohere/rerank-v3.5": { "searches": 2 },
            "cohere/rerank-english-v3.0": { "searches": 2 },
            "deepgram/nova-3": { "audio_minute": 0.0048 },
            "deepgram/aura-2-thalia-en": { "characters": 30 },
            "replicate/black-forest-labs/flux-schnell": { "image": 0.003 }
        } }
        """;

    public static void TurnOn(ServerSetup setup)
    {
        var root = setup.Upstream!.BaseUrl;
        var prices = Path.Combine(Directory.CreateTempSubdirectory("switchboard-prices-").FullName, "prices.json");
        File.WriteAllText(prices, Prices);
        setup.Yaml += $"\nprices: {prices}\n";
        setup.Variables["COHERE_API_KEY"] = CohereKey;
        setup.Variables["COHERE_API_BASE"] = root + "/v2";
        setup.Variables["DEEPGRAM_API_KEY"] = DeepgramKey;
        setup.Variables["DEEPGRAM_API_BASE"] = root;
        setup.Variables["REPLICATE_API_KEY"] = ReplicateKey;
        setup.Variables["REPLICATE_API_BASE"] = root;
        setup.Variables["GROQ_API_KEY"] = "groq-secret-of-the-test";
        setup.Variables["GROQ_API_BASE"] = root;
        setup.Variables["TOGETHER_API_KEY"] = "together-secret-of-the-test";
        setup.Variables["TOGETHER_API_BASE"] = root;
    }
}

/// <summary>Short words for what the tests of operations do.</summary>
internal static class OperationTalk
{
    /// <summary>Sends a form.</summary>
    public static async Task<Said> SendFormAsync(this SwitchboardServer server, string path, HttpContent form, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await server.Client.SendAsync(request);
        return await Talk.ReadAsync(response);
    }

    /// <summary>A form of text fields and one file, in the order given; a null value is where the file stands.</summary>
    public static MultipartFormDataContent Form(string fileName, byte[] file, params (string Name, string? Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                form.Add(new StringContent(value), name);
                continue;
            }

            var content = new ByteArrayContent(file);
            content.Headers.ContentType = new MediaTypeHeaderValue("audio/mpeg");
            form.Add(content, name, fileName);
        }

        return form;
    }

    public static async Task<Said> SayGetAsync(this SwitchboardServer server, string path, string key, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await server.Client.SendAsync(request);
        return await Talk.ReadAsync(response);
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The one record of the request that was answered like this.</summary>
    public static async Task<AuditRecord> RecordAsync(this SwitchboardServer server, Said said)
    {
        var id = said.Headers["x-smartflow-request-id"];
        return Assert.Single(await server.RecordsAsync(), record => record.RequestId == id);
    }
}
