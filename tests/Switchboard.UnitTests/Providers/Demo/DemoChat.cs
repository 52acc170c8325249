using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;

namespace Switchboard.UnitTests.Providers.Demo;

/// <summary>Talks to the demo models as the gateway does: bytes in, bytes out.</summary>
internal static class DemoChat
{
    public static async Task<(int Status, string Body)> SendAsync(string body, string model = "chat")
    {
        await using ProviderReply reply = await StartAsync(body, model);
        return (reply.Status, await new StreamReader(reply.Body).ReadToEndAsync());
    }

    public static Task<ProviderReply> StartAsync(string body, string model = "chat", TimeProvider? time = null, CancellationToken cancel = default)
    {
        Assert.True(ProviderCatalogue.BuiltIn.TryGet("demo", out KnownProvider? demo));
        IProviderAdapter adapter = ProviderAdapters.Create(demo, new VendorHttpOptions { Time = time ?? TimeProvider.System });
        return adapter.SendAsync(new ProviderCall { Target = new ProviderTarget(demo, null, null), Model = model, Body = Encoding.UTF8.GetBytes(body) }, cancel);
    }

    /// <summary>Asks and returns the first choice's message.</summary>
    public static async Task<JsonNode> AskAsync(string body, string model = "chat")
    {
        (int status, string text) = await SendAsync(body, model);
        Assert.True(status == 200, text);
        return JsonNode.Parse(text)!["choices"]![0]!["message"]!;
    }

    /// <summary>Asks a plain question, after a system prompt if there is one.</summary>
    public static async Task<string> SayAsync(string user, string? system = null, string model = "chat")
    {
        var messages = new JsonArray();
        if (system is not null)
        {
            messages.Add(new JsonObject { ["role"] = "system", ["content"] = system });
        }
        messages.Add(new JsonObject { ["role"] = "user", ["content"] = user });
        return (await AskAsync(new JsonObject { ["messages"] = messages }.ToJsonString(), model))["content"]!.GetValue<string>();
    }

    /// <summary>Offers tools and returns the calls as <c>name{arguments}</c>.</summary>
    public static async Task<string> CallAsync(string user, string tools, string more = "")
    {
        JsonNode message = await AskAsync($$"""{"messages":[{"role":"user","content":{{JsonValue.Create(user).ToJsonString()}}}],"tools":[{{tools}}]{{more}}}""");
        return message["tool_calls"] is JsonArray calls
            ? string.Join(' ', calls.Select(call => call!["function"]!["name"]!.GetValue<string>() + call["function"]!["arguments"]!.GetValue<string>()))
            : message["content"]!.GetValue<string>();
    }

    public static string Tool(string name, string description, string properties, string required = "") =>
        $$$$"""{"type":"function","function":{"name":"{{{{name}}}}","description":"{{{{description}}}}","parameters":{"type":"object","properties":{ {{{{properties}}}} },"required":[{{{{required}}}}]}}}""";

    public static IEnumerable<JsonElement> Chunks(string sse) => sse.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Select(frame => frame["data: ".Length..]).Where(data => data != "[DONE]").Select(data => JsonDocument.Parse(data).RootElement);
}
