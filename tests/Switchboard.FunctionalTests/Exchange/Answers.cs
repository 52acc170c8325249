using System.Net;
using System.Text.Json;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>What every error must look like in its dialect, however it came about.</summary>
internal static class Answers
{
    public const string OpenAiPath = "/v1/chat/completions";
    public const string AnthropicPath = "/v1/messages";

    public static string RequestId(this HttpResponseMessage response) => Assert.Single(response.Headers.GetValues("x-smartflow-request-id"));

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;

    /// <summary>Checks status, headers and shape of an error that the gateway wrote, and gives back its inner object.</summary>
    public static async Task<JsonElement> ErrorAsync(this HttpResponseMessage response, HttpStatusCode status, bool anthropic)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return ErrorIn(text, anthropic, response.RequestId());
    }

    /// <summary>Checks an error's JSON.</summary>
    public static JsonElement ErrorIn(string json, bool anthropic, string? requestId)
    {
        var root = JsonDocument.Parse(json).RootElement;
        var error = root.GetProperty("error");
        Assert.True(error.GetProperty("message").GetString()!.Length > 20, json);
        Assert.NotEmpty(error.GetProperty("type").GetString()!);
        if (anthropic)
        {
            Assert.Equal("error", root.GetProperty("type").GetString());
            Assert.Equal(requestId, root.GetProperty("request_id").GetString());
        }
        else
        {
            Assert.True(error.TryGetProperty("param", out _));
            Assert.True(error.TryGetProperty("code", out _));
            Assert.Equal(JsonValueKind.Object, root.GetProperty("details").ValueKind);
            Assert.Equal(requestId, error.GetProperty("request_id").GetString());
        }

        return error;
    }
}
