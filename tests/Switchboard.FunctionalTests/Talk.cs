using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Switchboard.Gateway.Audit;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests;

/// <summary>Short words for what most tests do: ask, and look at the answer and at its record.</summary>
internal static class Talk
{
    public const string Chat = "/v1/chat/completions";
    public const string Messages = "/v1/messages";

    /// <summary>A chat request; <paramref name="more"/> is JSON of further fields.</summary>
    public static string Ask(string text = "Hello", string more = "{}", string model = "gpt-4o") =>
        With(new JsonObject { ["model"] = model, ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }) }, more);

    /// <summary>A request in Anthropic's dialect.</summary>
    public static string AskClaude(string text = "Hello", string more = "{}", string model = "claude-opus-4-6") =>
        With(new JsonObject { ["model"] = model, ["max_tokens"] = 100, ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text }) }, more);

    public static async Task<Said> SayAsync(this SwitchboardServer server, string json, string? key = null, string path = Chat, params (string Name, string Value)[] headers)
    {
        using var response = await server.PostAsync(path, json, key, headers);
        return await ReadAsync(response);
    }

    public static async Task<Said> GetAsync(this SwitchboardServer server, string path, string? key = null) => await server.SendAsync(HttpMethod.Get, path, null, key);

    public static async Task<Said> SendAsync(this SwitchboardServer server, HttpMethod method, string path, string? json, string? key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json, null, "application/json") };
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        using var response = await server.Client.SendAsync(request);
        return await ReadAsync(response);
    }

    public static async Task<Said> ReadAsync(HttpResponseMessage response) =>
        new(response.StatusCode, response.Headers.ToDictionary(static h => h.Key, static h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase), await response.Content.ReadAsStringAsync());

    /// <summary>The audit records themselves, newest first.</summary>
    public static Task<IReadOnlyList<AuditRecord>> RecordsAsync(this SwitchboardServer server) =>
        server.Services.GetRequiredService<AuditReader>().QueryAsync(new AuditQuery { Limit = 1000 }, CancellationToken.None);

    /// <summary>The records, as soon as there are so many: a record of a caller who has left is written after that.</summary>
    public static async Task<IReadOnlyList<AuditRecord>> RecordsAsync(this SwitchboardServer server, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var records = await server.RecordsAsync();
            if (records.Count >= count)
            {
                return records;
            }

            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static string With(JsonObject body, string more)
    {
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        return body.ToJsonString();
    }
}

/// <summary>An answer, read to its end.</summary>
internal sealed record Said(HttpStatusCode Status, Dictionary<string, string> Headers, string Text)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public bool Hit => Headers.GetValueOrDefault("x-smartflow-cache")?.StartsWith("hit", StringComparison.Ordinal) == true;

    /// <summary>The text of a chat answer, streamed or not, in either dialect.</summary>
    public string Content => Text.StartsWith('{')
        ? Json.TryGetProperty("choices", out var choices) ? choices[0].GetProperty("message").GetProperty("content").GetString()! : Json.GetProperty("content")[0].GetProperty("text").GetString()!
        : string.Concat(Frames.Select(Delta));

    /// <summary>The data of a stream's frames, without <c>[DONE]</c>.</summary>
    public IReadOnlyList<JsonElement> Frames =>
        [.. Text.Split('\n').Where(static l => l.StartsWith("data: ", StringComparison.Ordinal) && l != "data: [DONE]").Select(static l => JsonElement.Parse(l["data: ".Length..]))];

    /// <summary>The usage frame of an OpenAI stream: the one without choices.</summary>
    public IEnumerable<JsonElement> UsageFrames => Frames.Where(static f => f.TryGetProperty("choices", out var choices) && choices.GetArrayLength() == 0);

    private static string Delta(JsonElement frame) =>
        frame.TryGetProperty("choices", out var choices)
            ? choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() ?? "" : ""
            : frame.TryGetProperty("delta", out var delta) && delta.TryGetProperty("text", out var text) ? text.GetString()! : "";
}
