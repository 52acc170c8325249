using System.Text;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Errors;

public sealed class ErrorReaderTests
{
    [Theory]
    [InlineData("""{"error":{"message":"M","type":"invalid_request_error","param":"p","code":"c"}}""", "M", "c", "p")]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","message":"M"},"request_id":"r"}""", "M", null, null)]
    [InlineData("""[{"error":{"code":400,"message":"M","status":"INVALID_ARGUMENT"}}]""", "M", null, null)]
    [InlineData("""{"error":"M"}""", "M", null, null)]
    [InlineData("""{"message":"M"}""", "M", null, null)]
    [InlineData("""{"detail":"M"}""", "M", null, null)]
    [InlineData("  M\n", "M", null, null)]
    [InlineData("<html>busy</html>", "The provider answered 400 and no message.", null, null)]
    [InlineData("{\"error\":{\"messa", "The provider answered 400 and no message.", null, null)]
    [InlineData("", "The provider answered 400 and no message.", null, null)]
    public void Body_InAnyShape_GivesItsMessage(string body, string message, string? code, string? param)
    {
        var error = ErrorReader.Read(Encoding.UTF8.GetBytes(body), 400, "vendor");
        Assert.Equal((ErrorKind.InvalidRequest, message, code, param), (error.Kind, error.Message, error.Code, error.Param));
        Assert.Equal("vendor", error.Provider);
    }

    [Theory]
    [InlineData(400, ErrorKind.InvalidRequest, 400)]
    [InlineData(401, ErrorKind.Unauthenticated, 401)]
    [InlineData(402, ErrorKind.InvalidRequest, 402)]
    [InlineData(403, ErrorKind.Forbidden, 403)]
    [InlineData(404, ErrorKind.NotFound, 404)]
    [InlineData(408, ErrorKind.Timeout, 504)]
    [InlineData(413, ErrorKind.TooLarge, 413)]
    [InlineData(422, ErrorKind.InvalidRequest, 422)]
    [InlineData(429, ErrorKind.RateLimited, 429)]
    [InlineData(500, ErrorKind.ProviderFailed, 502)]
    [InlineData(502, ErrorKind.ProviderFailed, 502)]
    [InlineData(503, ErrorKind.ProviderUnavailable, 503)]
    [InlineData(504, ErrorKind.Timeout, 504)]
    [InlineData(529, ErrorKind.ProviderUnavailable, 503)]
    public void Status_GivesKindAndOurStatus(int status, ErrorKind kind, int ours)
    {
        var error = ErrorReader.Read("{}"u8, status);
        Assert.Equal((kind, ours), (error.Kind, error.HttpStatus));
    }

    [Theory]
    [InlineData("7s", 7.0)]
    [InlineData("34.5s", 34.5)]
    [InlineData("soon", null)]
    [InlineData("-1s", null)]
    public void RetryInfo_OfGoogle_IsTheWait(string delay, double? seconds)
    {
        var error = ErrorReader.Read(Encoding.UTF8.GetBytes($$$"""
            {"error":{"code":429,"message":"M","status":"RESOURCE_EXHAUSTED","details":[{"@type":"a","violations":[{}]},null,{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"{{{delay}}}"}]} }
            """), 429);
        Assert.Equal((ErrorKind.RateLimited, "M", seconds), (error.Kind, error.Message, error.RetryAfter?.TotalSeconds));
    }

    [Fact]
    public void UnknownKey_OfGoogle_IsUnauthenticatedThoughItsStatusIs400()
    {
        var error = ErrorReader.Read("""{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID","domain":"googleapis.com"}]}}"""u8, 400);
        Assert.Equal((ErrorKind.Unauthenticated, 401), (error.Kind, error.HttpStatus));
    }

    [Fact]
    public void NotFound_AboutAModel_SaysSo() =>
        Assert.Equal(ErrorKind.ModelNotFound, ErrorReader.Read("""{"type":"error","error":{"type":"not_found_error","message":"model: x"}}"""u8, 404).Kind);

    [Fact]
    public void Message_TooLong_IsClippedBetweenLetters()
    {
        var message = new string('x', ErrorReader.MaxMessage - 1) + "\U0001F600 and more";
        var error = ErrorReader.Read(Encoding.UTF8.GetBytes($$$"""{"error":{"message":"{{{message}}}"}}"""), 400);
        Assert.Equal(new string('x', ErrorReader.MaxMessage - 1), error.Message);
    }
}
