using System.Net;
using System.Text;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>Requests that no vendor may see: refused in the dialect's own words, recorded once, and the server goes on.</summary>
public sealed class BadRequestTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    private const string Rest = "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    public static TheoryData<string, string> Bodies => new()
    {
        { "empty", "" },
        { "white space", " \n" },
        { "array", "[]" },
        { "null", "null" },
        { "text", "hello" },
        { "cut at the start", "{" },
        { "cut in a string", "{\"model\":\"MODEL" },
        { "cut at the end", "{\"model\":\"MODEL\"," + Rest },
        { "comma too many", "{\"model\":\"MODEL\"," + Rest + ",}" },
        { "two objects", "{\"model\":\"MODEL\"," + Rest + "}{}" },
        { "comment", "{\"model\":\"MODEL\"," + Rest + "//x\n}" },
        { "model twice", "{\"model\":\"MODEL\",\"model\":\"other\"," + Rest + "}" },
        { "model twice, escaped", "{\"model\":\"MODEL\",\"mo\\u0064el\":\"other\"," + Rest + "}" },
        { "model mis-cased", "{\"Model\":\"MODEL\"," + Rest + "}" },
        { "limit twice", "{\"model\":\"MODEL\",\"max_tokens\":1," + Rest + "}" },
        { "nested double", "{\"model\":\"MODEL\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"role\":\"system\",\"content\":\"\"}]}" },
        { "byte order mark", "\uFEFF{\"model\":\"MODEL\"," + Rest + "}" },
        { "half a surrogate pair as a name", "{\"model\":\"MODEL\",\"\\ud800\":1,\"\\ud801\":2," + Rest + "}" },
        { "half a surrogate pair as model", "{\"model\":\"\\ud800\"," + Rest + "}" },
        { "model a number", "{\"model\":4," + Rest + "}" },
        { "no model", "{" + Rest + "}" },
        { "no messages", "{\"model\":\"MODEL\",\"max_tokens\":9}" },
        { "messages an object", "{\"model\":\"MODEL\",\"max_tokens\":9,\"messages\":{}}" },
        { "stream a text", "{\"model\":\"MODEL\",\"stream\":\"yes\"," + Rest + "}" },
        { "limit a text", "{\"model\":\"MODEL\",\"max_tokens\":\"9\",\"messages\":[]}" },
        { "limit below zero", "{\"model\":\"MODEL\",\"max_tokens\":-9,\"messages\":[]}" },
        { "n too large", "{\"model\":\"MODEL\",\"n\":1000," + Rest + "}" },
        { "temperature a text", "{\"model\":\"MODEL\",\"temperature\":\"\"," + Rest + "}" },
        { "usage flag an object", "{\"model\":\"MODEL\",\"stream\":true,\"stream_options\":{\"include_usage\":{\"a\":1}}," + Rest + "}" },
        { "cache directive a list", "{\"model\":\"MODEL\",\"cache\":[]," + Rest + "}" },
        { "nested 200 deep", "{\"model\":\"MODEL\"," + Rest + ",\"x\":" + new string('[', 200) + new string(']', 200) + "}" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Chat_BadBody_IsRefusedInItsDialectAndRecordedOnce(string what, string body) => await RefusedAsync(what, Json(body, "gpt-4o-mini"), anthropic: false);

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Messages_BadBody_IsRefusedInItsDialectAndRecordedOnce(string what, string body) => await RefusedAsync(what, Json(body, "claude-haiku-4-5"), anthropic: true);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00 })]
    [InlineData(new byte[] { 0x7B, 0x22, 0xC0, 0xAF, 0x22, 0x3A, 0x31, 0x7D })]
    [InlineData(new byte[] { 0x1F, 0x8B, 0x08, 0x00 })]
    public async Task Chat_InvalidUtf8_SaysSo(byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };

        Assert.Contains("UTF-8", await RefusedAsync("UTF-8", content, anthropic: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-vendor-has-this/model", HttpStatusCode.NotFound, "GET /v1/models")]
    [InlineData("groq/llama-3.1-8b-instant", HttpStatusCode.NotFound, "GROQ_API_KEY")]
    [InlineData("gemini-2.5-flash", HttpStatusCode.NotFound, "GEMINI_API_KEY")]
    [InlineData("/", HttpStatusCode.NotFound, "GET /v1/models")]
    public async Task Both_ModelThatGoesNowhere_IsNotFoundWithAWayOut(string model, HttpStatusCode status, string hint)
    {
        foreach (var anthropic in (bool[])[false, true])
        {
            var message = await RefusedAsync(model, Json("{\"model\":\"MODEL\"," + Rest + "}", model), anthropic, status);
            Assert.Contains(hint, message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/plain; charset=utf-8; x=application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/jsonp")]
    public async Task Both_OtherContentType_AreRefusedWithTheRightOneNamed(string type)
    {
        foreach (var anthropic in (bool[])[false, true])
        {
            using var content = Json("{\"model\":\"MODEL\"," + Rest + "}", "gpt-4o-mini");
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            Assert.Contains("application/json", await RefusedAsync(type, content, anthropic, HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Both_MillionNames_AreReadInLinearTimeOnEveryPath()
    {
        var names = string.Join(',', Enumerable.Range(0, 1_000_000).Select(static i => $"\"n{i}\":0"));
        foreach (var (path, model) in ((string, string)[])[(Answers.OpenAiPath, "gpt-4o-mini"), (Answers.OpenAiPath, "claude-haiku-4-5"), (Answers.AnthropicPath, "gpt-4o-mini"), (Answers.AnthropicPath, "claude-haiku-4-5")])
        {
            using var response = await fixture.Server.PostAsync(path, $"{{\"model\":\"{model}\",{Rest},{names}}}");
            Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        }
    }

    [Theory]
    [InlineData("é")]
    [InlineData("a\\r\\nSet-Cookie: evil=1")]
    [InlineData("\\u0000")]
    [InlineData("x, y")]
    public async Task Both_UnknownFieldThatCannotBeTranslated_NeverSpoilsTheAnswersHeaders(string name)
    {
        foreach (var (path, model) in ((string, string)[])[(Answers.OpenAiPath, "claude-haiku-4-5"), (Answers.AnthropicPath, "gpt-4o-mini")])
        {
            using var response = await fixture.Server.PostAsync(path, $"{{\"model\":\"{model}\",{Rest},\"{name}\":1}}");
            Assert.True(response.IsSuccessStatusCode, $"{path} {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            Assert.False(response.Headers.Contains("Set-Cookie"));
        }
    }

    [Theory]
    [InlineData("x-a2a-trace-id")]
    [InlineData("x-smartflow-user-id")]
    [InlineData("x-conversation-id")]
    [InlineData("anthropic-beta")]
    public async Task Both_HeaderBeyondAscii_CostsNoAnswer(string name)
    {
        foreach (var (path, model) in ((string, string)[])[(Answers.OpenAiPath, "gpt-4o-mini"), (Answers.AnthropicPath, "claude-haiku-4-5")])
        {
            var body = $"{{\"model\":\"{model}\",{Rest}}}";
            var answer = await Switchboard.Testing.Servers.RawConnection.AskAsync(
                fixture.Server.Url("proxy"), $"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n{name}: naïve-😀\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("PUT", "/v1/chat/completions", "POST")]
    [InlineData("HEAD", "/v1/chat/completions", "POST")]
    [InlineData("OPTIONS", "/v1/chat/completions", "POST")]
    [InlineData("DELETE", "/v1/messages", "POST")]
    [InlineData("GET", "/anthropic/v1/messages", "POST")]
    [InlineData("GET", "/v1/messages/count_tokens", "POST")]
    [InlineData("GET", "/V1/Embeddings", "POST")]
    [InlineData("POST", "/v1/models", "GET")]
    [InlineData("POST", "/v1/models/gpt-4.1", "GET")]
    [InlineData("POST", "/v1/models/meta/llama", "GET")]
    [InlineData("PUT", "/v1/files", "GET, POST")]
    [InlineData("POST", "/v1/files/file-1", "DELETE, GET")]
    [InlineData("GET", "/v1/batches/b/cancel", "POST")]
    [InlineData("PUT", "/v1/responses/resp_1", "DELETE, GET")]
    [InlineData("POST", "/", "GET")]
    [InlineData("PATCH", "/api/enterprise/vkeys", "GET, POST")]
    public async Task Any_WrongMethod_IsTold_WhichOnesThereAre(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await fixture.Server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
        if (method != "HEAD")
        {
            var error = await response.ErrorAsync(HttpStatusCode.MethodNotAllowed, path.Contains("messages", StringComparison.Ordinal));
            Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
            Assert.EndsWith($"Send it by {allowed}.", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("POST", "/v1/chat/completions/x.json")]
    [InlineData("GET", "/favicon.ico")]
    [InlineData("GET", "/v1/messages/../../etc/passwd.txt")]
    [InlineData("GET", "/v1/nothing")]
    public async Task Any_WrongPath_IsAnsweredWithAnErrorObject(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await fixture.Server.Client.SendAsync(request);

        await response.ErrorAsync(HttpStatusCode.NotFound, anthropic: false);
        Assert.Empty(response.Content.Headers.Allow);
    }

    private static StringContent Json(string body, string model) => new(body.Replace("MODEL", model, StringComparison.Ordinal), Encoding.UTF8, "application/json");

    private async Task<string> RefusedAsync(string what, HttpContent content, bool anthropic, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var before = fixture.Upstream.Requests.Count;
        using var response = await fixture.Server.Client.PostAsync(anthropic ? Answers.AnthropicPath : Answers.OpenAiPath, content);

        var error = await response.ErrorAsync(status, anthropic);

        Assert.True(fixture.Upstream.Requests.Count == before, $"{what}: the vendor was asked.");
        var record = await fixture.RecordOfAsync(response.RequestId());
        Assert.Equal("rejected", record.GetProperty("outcome").GetString());
        return error.GetProperty("message").GetString()!;
    }
}
