using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Errors;

public sealed class ErrorWriterTests
{
    [Fact]
    public void OpenAi_EveryField_IsThere() => Wire.SameJson("""
        {"error":{"message":"Wait.","type":"tokens","param":"model","code":"rate_limit_exceeded","retry_after":2,"provider":"openai",
          "violations":["ssn"],"risk_score":0.5,"request_id":"r1"},"details":{}}
        """, Write(Dialect.OpenAiChat, Full));

    [Fact]
    public void Anthropic_EveryField_IsThere() => Wire.SameJson("""
        {"type":"error","error":{"type":"rate_limit_error","message":"Wait.","param":"model","retry_after":2,"provider":"openai",
          "violations":["ssn"],"risk_score":0.5},"request_id":"r1"}
        """, Write(Dialect.AnthropicMessages, Full));

    [Theory]
    [InlineData(ErrorKind.InvalidRequest, 400, "invalid_request_error", null, "invalid_request_error")]
    [InlineData(ErrorKind.Unauthenticated, 401, "authentication_error", "invalid_api_key", "authentication_error")]
    [InlineData(ErrorKind.Forbidden, 403, "permission_error", "permission_denied", "permission_error")]
    [InlineData(ErrorKind.ModelNotFound, 404, "invalid_request_error", "model_not_found", "not_found_error")]
    [InlineData(ErrorKind.NotFound, 404, "invalid_request_error", "unknown_url", "not_found_error")]
    [InlineData(ErrorKind.MethodNotAllowed, 405, "invalid_request_error", "method_not_supported", "invalid_request_error")]
    [InlineData(ErrorKind.TooLarge, 413, "invalid_request_error", "request_too_large", "request_too_large")]
    [InlineData(ErrorKind.UnsupportedMediaType, 415, "invalid_request_error", "unsupported_media_type", "invalid_request_error")]
    [InlineData(ErrorKind.RateLimited, 429, "requests", "rate_limit_exceeded", "rate_limit_error")]
    [InlineData(ErrorKind.BudgetExceeded, 429, "insufficient_quota", "insufficient_quota", "rate_limit_error")]
    [InlineData(ErrorKind.Internal, 500, "server_error", "internal_error", "api_error")]
    [InlineData(ErrorKind.ProviderFailed, 502, "server_error", "provider_error", "api_error")]
    [InlineData(ErrorKind.ProviderUnavailable, 503, "server_error", "provider_unavailable", "overloaded_error")]
    [InlineData(ErrorKind.Unavailable, 503, "server_error", "service_unavailable", "overloaded_error")]
    [InlineData(ErrorKind.Timeout, 504, "server_error", "timeout", "timeout_error")]
    public void Kind_HasItsWordsInEachDialect(ErrorKind kind, int status, string openAiType, string? openAiCode, string anthropicType)
    {
        var error = new ExchangeError(kind, "x");
        Assert.Equal(status, error.HttpStatus);
        var openAi = Write(Dialect.OpenAiChat, error)["error"]!;
        Assert.Equal((openAiType, openAiCode), ((string?)openAi["type"], (string?)openAi["code"]));
        Assert.True(openAi.AsObject().ContainsKey("param"));
        Assert.Equal(anthropicType, (string?)Write(Dialect.AnthropicMessages, error)["error"]!["type"]);
    }

    [Fact]
    public void StreamError_IsOneFrameOfTheDialect()
    {
        Assert.StartsWith("data: {\"error\":", Stream(Dialect.OpenAiChat), StringComparison.Ordinal);
        Assert.StartsWith("event: error\ndata: {\"type\":\"error\",", Stream(Dialect.AnthropicMessages), StringComparison.Ordinal);
    }

    private static ExchangeError Full => new(ErrorKind.RateLimited, "Wait.")
    {
        LimitedBy = RateLimitUnit.Tokens,
        Param = "model",
        RetryAfter = TimeSpan.FromSeconds(1.2),
        Provider = "openai",
        Violations = ["ssn"],
        RiskScore = 0.5,
    };

    private static JsonNode Write(Dialect dialect, ExchangeError error)
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorWriter.Write(dialect, error, error.Violations is null ? null : "r1", output);
        return JsonNode.Parse(output.WrittenSpan)!;
    }

    private static string Stream(Dialect dialect)
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorWriter.WriteStreamError(dialect, Full, "r1", output);
        return Assert.Single(Wire.Frames(Encoding.UTF8.GetString(output.WrittenSpan)));
    }
}
