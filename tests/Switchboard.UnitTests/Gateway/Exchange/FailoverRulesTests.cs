using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Gateway.Exchange;

public sealed class FailoverRulesTests
{
    /// <summary>An error, the vendor's status (0 where there was none), what it says of the vendor, and whether it may be asked elsewhere and here again.</summary>
    public static TheoryData<ErrorKind, string?, int, int, bool, bool> Errors => new()
    {
        { ErrorKind.ProviderUnavailable, null, 0, (int)AttemptResult.Failure, true, true },
        { ErrorKind.Timeout, "connect_timeout", 0, (int)AttemptResult.Failure, true, true },
        { ErrorKind.Timeout, "first_byte_timeout", 0, (int)AttemptResult.Failure, true, false },
        { ErrorKind.Timeout, null, 200, (int)AttemptResult.Failure, true, false },
        { ErrorKind.ProviderFailed, null, 200, (int)AttemptResult.Failure, true, true },
        { ErrorKind.ProviderFailed, null, 500, (int)AttemptResult.Failure, true, true },
        { ErrorKind.ProviderUnavailable, null, 503, (int)AttemptResult.Failure, true, true },
        { ErrorKind.ProviderUnavailable, null, 529, (int)AttemptResult.Failure, true, true },
        { ErrorKind.Timeout, null, 408, (int)AttemptResult.Failure, true, false },
        { ErrorKind.ProviderFailed, "provider_auth", 401, (int)AttemptResult.Failure, true, false },
        { ErrorKind.RateLimited, null, 429, (int)AttemptResult.RateLimited, true, true },
        { ErrorKind.RateLimited, "provider_keys_exhausted", 0, (int)AttemptResult.Neither, true, false },
        { ErrorKind.RateLimited, "provider_keys_exhausted", 429, (int)AttemptResult.Neither, true, false },
        { ErrorKind.InvalidRequest, null, 400, (int)AttemptResult.Neither, false, false },
        { ErrorKind.InvalidRequest, null, 422, (int)AttemptResult.Neither, false, false },
        { ErrorKind.Unauthenticated, null, 401, (int)AttemptResult.Neither, false, false },
        { ErrorKind.ModelNotFound, "model_not_found", 404, (int)AttemptResult.Neither, false, false },
        { ErrorKind.TooLarge, null, 413, (int)AttemptResult.Neither, false, false },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Rules_OfAnError_SayWhoIsAskedNext(ErrorKind kind, string? code, int status, int result, bool elsewhere, bool again)
    {
        var error = new ExchangeError(kind, "m") { Code = code };

        Assert.Equal(
            ((AttemptResult)result, elsewhere, again),
            (FailoverRules.ResultOf(error, status), FailoverRules.MayGoElsewhere(error, status), FailoverRules.MayAskAgain(error, status)));
    }

    [Fact]
    public void ResultOf_NoError_IsSuccess() => Assert.Equal(AttemptResult.Success, FailoverRules.ResultOf(null, 200));

    [Theory]
    [InlineData("context_length_exceeded", "anything", true)]
    [InlineData(null, "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.", true)]
    [InlineData(null, "prompt is too long: 210000 tokens > 200000 maximum", true)]
    [InlineData(null, "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).", true)]
    [InlineData(null, "too many tokens: total number of tokens in the prompt exceeds the limit", true)]
    [InlineData(null, "Input is too long for requested model.", true)]
    [InlineData(null, "max_tokens is too large", false)]
    [InlineData("invalid_api_key", "bad", false)]
    public void IsTooLong_ByTheVendorsWords_IsSeen(string? code, string message, bool tooLong) =>
        Assert.Equal(tooLong, FailoverRules.IsTooLong(new ExchangeError(ErrorKind.InvalidRequest, message) { Code = code }));

    [Fact]
    public void IsTooLong_AnotherKindOfError_IsNot() =>
        Assert.False(FailoverRules.IsTooLong(new ExchangeError(ErrorKind.ProviderFailed, "maximum context length")));
}
