using System.Text;
using Switchboard.Providers.Bedrock;

namespace Switchboard.UnitTests.Providers.Bedrock;

/// <summary>Values that AWS published in its Signature Version 4 test suite, and two addresses of Bedrock's.</summary>
public sealed class RequestSigningTests
{
    private const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    private static readonly AwsCredentials Credentials = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null);
    private static readonly DateTimeOffset At = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);
    private static readonly SigningScope Suite = new("us-east-1", "service", At);

    [Theory]
    [InlineData("GET", "", null, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")] // get-vanilla
    [InlineData("POST", "", null, "", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")] // post-vanilla
    [InlineData("POST", "application/x-www-form-urlencoded", null, "Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")] // post-x-www-form-urlencoded
    [InlineData("POST", "", Token, "", "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead")] // post-sts-header-before
    public void Authorization_OfTheSuitesRequests_IsAsPublished(string method, string contentType, string? token, string body, string signature)
    {
        List<KeyValuePair<string, string>> headers = [new("host", "example.amazonaws.com"), new("x-amz-date", "20150830T123600Z")];
        if (contentType.Length > 0)
        {
            headers.Insert(0, new("content-type", contentType));
        }
        if (token is not null)
        {
            headers.Add(new("x-amz-security-token", token));
        }

        string value = RequestSigning.Authorization(Credentials, Suite, method, "/", headers, Encoding.UTF8.GetBytes(body));

        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders={string.Join(';', headers.Select(h => h.Key))}, Signature={signature}",
            value);
    }

    [Fact]
    public void Canonical_Request_IsAsPublished() => Assert.Equal(
        $"POST\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n{Empty}",
        RequestSigning.Canonical("POST", "/", [new("host", "example.amazonaws.com"), new("x-amz-date", "20150830T123600Z")], "host;x-amz-date", []));

    [Theory]
    [InlineData("anthropic.claude-3-5-sonnet-20241022-v2%3A0", "anthropic.claude-3-5-sonnet-20241022-v2%253A0", "ee3e967ae4ec1f2a508f8404898701ed432f406a68f3e403e8f509cb32e6fc0b")]
    [InlineData(
        "arn%3Aaws%3Abedrock%3Aeu-west-1%3A123456789012%3Ainference-profile%2Feu.anthropic.claude-sonnet-4-5-20250929-v1%3A0",
        "arn%253Aaws%253Abedrock%253Aeu-west-1%253A123456789012%253Ainference-profile%252Feu.anthropic.claude-sonnet-4-5-20250929-v1%253A0",
        "dd0f6cb6b8ba6d44264b9a9746778e10ce00a0ee8a8ac6eb93c5f007031542e4")]
    public void Headers_OfEscapedIds_SignThemEscapedTwice(string sent, string signed, string signature)
    {
        var endpoint = new Uri($"https://bedrock-runtime.us-east-1.amazonaws.com/model/{sent}/converse");
        Assert.Equal($"/model/{sent}/converse", endpoint.AbsolutePath);
        Assert.StartsWith($"POST\n/model/{signed}/converse\n", RequestSigning.Canonical("POST", endpoint.AbsolutePath, [], "", []), StringComparison.Ordinal);

        List<KeyValuePair<string, string>> headers = RequestSigning.Headers(
            Credentials, new SigningScope("us-east-1", "bedrock", At), endpoint, "application/json", "{\"messages\":[]}"u8);

        Assert.Equal(["x-amz-date", "Authorization"], headers.Select(h => h.Key));
        Assert.EndsWith("SignedHeaders=content-type;host;x-amz-date, Signature=" + signature, headers[^1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_OfTemporaryCredentials_SignTheToken()
    {
        List<KeyValuePair<string, string>> headers = RequestSigning.Headers(
            Credentials with { SessionToken = "token" }, Suite, new Uri("http://127.0.0.1:8080/model/m/converse"), "application/json", []);

        Assert.Contains(new KeyValuePair<string, string>("x-amz-security-token", "token"), headers);
        Assert.Contains("SignedHeaders=content-type;host;x-amz-date;x-amz-security-token,", headers[^1].Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Credentials_AsText_HoldNoSecret() =>
        Assert.DoesNotContain(Credentials.SecretAccessKey, Credentials.ToString(), StringComparison.Ordinal);
}
