using System.Collections.Immutable;
using System.Text;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Transport;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Providers.Bedrock;

/// <summary>The adapter over a socket.</summary>
public sealed class BedrockConverseTests : IAsyncLifetime
{
    private const string Model = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static readonly ImmutableDictionary<string, string> Options = ProviderOptions.None
        .Add("region", "eu-west-1").Add("access_key_id", "AKIDEXAMPLE").Add("secret_access_key", Secret).Add("session_token", "the-session-token");

    private readonly SteppedTime _time = new();
    private ScriptedUpstream _upstream = null!;
    private IProviderAdapter _adapter = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = await ScriptedUpstream.StartAsync();
        _adapter = ProviderAdapters.Create(Row, new VendorHttpOptions { Time = _time });
    }

    public async ValueTask DisposeAsync()
    {
        (_adapter as IDisposable)?.Dispose();
        await _upstream.DisposeAsync();
    }

    [Theory]
    [InlineData(Model, "/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse")]
    [InlineData("arn:aws:bedrock:us-east-1:1:inference-profile/x.y", "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx.y/converse")]
    [InlineData("../../other", "/model/..%2F..%2Fother/converse")]
    [InlineData("%2e%2e", "/model/%252e%252e/converse")]
    public async Task SendAsync_AnyModel_IsOneEscapedSegment(string model, string target)
    {
        await using ProviderReply reply = await SendAsync(model: model);

        Assert.Equal(200, reply.Status);
        Assert.Equal(target, _upstream.Requests[0].Target);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task SendAsync_NoSegment_IsRefusedUnsent(string model)
    {
        await using ProviderReply reply = await SendAsync(model: model);

        Assert.Equal((ErrorKind.ModelNotFound, false), (reply.Error?.Kind, reply.MayHaveReachedVendor));
        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    public async Task SendAsync_WithAccessKey_SignsForRegionAndTime()
    {
        await using ProviderReply reply = await SendAsync();

        UpstreamRequest request = _upstream.Requests[0];
        Assert.Equal("20260724T120000Z", request.Headers["x-amz-date"]);
        Assert.Equal("the-session-token", request.Headers["x-amz-security-token"]);
        Assert.Equal("application/json", request.Headers["Content-Type"]);
        Assert.StartsWith(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260724/eu-west-1/bedrock/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=",
            request.Headers["Authorization"],
            StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, string.Join('\n', request.Headers), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amazon.nova-canvas-v1:0", "/model/amazon.nova-canvas-v1%3A0/invoke")]
    [InlineData("arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-canvas-v1:0", "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.amazon.nova-canvas-v1%3A0/invoke")]
    public async Task SendAsync_ImagesOfAnEscapedModel_AreSignedForThePathAsItGoesOut(string model, string target)
    {
        _upstream.Enqueue(Script.Json("""{"images":["AAAA"]}"""));
        Assert.True(ProviderCatalogue.BuiltIn.TryGet("bedrock", out KnownProvider? provider));

        await using ProviderReply reply = await _adapter.SendAsync(
            Call(model, null, false, Switchboard.Providers.Operations.VendorOperations.For(provider, Operation.ImageGeneration)!.PathFor(model)), TestContext.Current.CancellationToken);

        UpstreamRequest request = _upstream.Requests[0];
        Assert.Equal(target, request.Target);
        string expected = Switchboard.Providers.Bedrock.RequestSigning.Headers(
            Switchboard.Providers.Bedrock.AwsCredentials.Of(Options)!, new("eu-west-1", "bedrock", _time.GetUtcNow()), new Uri(_upstream.BaseUrl + target), "application/json", request.Body.Span)
            .Single(header => header.Key == "Authorization").Value;
        Assert.Equal(expected, request.Headers["Authorization"]);
    }

    [Fact]
    public async Task SendAsync_WithAPath_IsSignedForItAndTellsTheTokens()
    {
        _upstream.Enqueue(Script.Json("""{"embedding":[1]}""").WithHeader("X-Amzn-Bedrock-Input-Token-Count", "8"));

        await using ProviderReply reply = await _adapter.SendAsync(Call("amazon.titan-embed-text-v2:0", null, false, "/model/amazon.titan-embed-text-v2%3A0/invoke"), TestContext.Current.CancellationToken);

        UpstreamRequest request = _upstream.Requests[0];
        Assert.Equal("/model/amazon.titan-embed-text-v2%3A0/invoke", request.Target);
        string expected = Switchboard.Providers.Bedrock.RequestSigning.Headers(
            Switchboard.Providers.Bedrock.AwsCredentials.Of(Options)!, new("eu-west-1", "bedrock", _time.GetUtcNow()), new Uri(_upstream.BaseUrl + request.Target), "application/json", request.Body.Span)
            .Single(header => header.Key == "Authorization").Value;
        Assert.Equal(expected, request.Headers["Authorization"]);
        Assert.Contains(reply.Headers, header => header.Value == "8");
    }

    [Fact]
    public async Task SendAsync_WithApiKey_SendsItAlone()
    {
        await using ProviderReply reply = await SendAsync(key: "bedrock-api-key-0001");

        UpstreamRequest request = _upstream.Requests[0];
        Assert.Equal("Bearer bedrock-api-key-0001", request.Headers["Authorization"]);
        Assert.False(request.Headers.ContainsKey("x-amz-date"));
    }

    [Fact]
    public async Task SendAsync_Stream_ComesAsServerSentEvents()
    {
        _upstream.Bedrock.Reply(Script.Chunks("Hel", "lo").Trickled(3));

        await using ProviderReply reply = await SendAsync(stream: true);

        Assert.Equal("text/event-stream", reply.ContentType);
        Assert.EndsWith("/converse-stream", _upstream.Requests[0].Target, StringComparison.Ordinal);
        using var reader = new StreamReader(reply.Body, Encoding.UTF8);
        string text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            ["messageStart", "contentBlockDelta", "contentBlockDelta", "contentBlockStop", "messageStop", "metadata"],
            text.Split('\n').Where(line => line.StartsWith("event: ", StringComparison.Ordinal)).Select(line => line["event: ".Length..]));
    }

    [Fact]
    public async Task SendAsync_VendorRefuses_NamesTheErrorWithoutItsNamespace()
    {
        _upstream.Enqueue(Script.Error(429, "Slow down."));

        await using ProviderReply reply = await SendAsync(stream: true);

        Assert.Equal((429, "ThrottlingException"), (reply.Status, reply.ErrorCode));
        Assert.Equal("application/json", reply.ContentType);
    }

    [Fact]
    public async Task SendAsync_HeadersThatTellASecret_AreWithheld()
    {
        _upstream.Enqueue(Script.Error(400).WithHeader("x-echo", "the-session-token").WithHeader("x-kept", "fine"));

        await using ProviderReply reply = await SendAsync();

        Assert.Contains(reply.Headers, header => header.Key == "x-kept");
        Assert.DoesNotContain(reply.Headers, header => header.Value.Contains("the-session-token", StringComparison.Ordinal));
        Assert.Equal($"[key] [key]", Call(Model, null, stream: false).Scrub($"{Secret} the-session-token"));
    }

    [Theory]
    [InlineData(null, "us-west-2", "https://bedrock-runtime.us-west-2.amazonaws.com/")]
    [InlineData("https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com", null, "https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com/")]
    [InlineData("http://127.0.0.1:9/proxy/", "us-west-2", "http://127.0.0.1:9/proxy")]
    public void BaseUrl_ByRegionOrByHand_IsTakenAsItIs(string? configured, string? region, string root)
    {
        ImmutableDictionary<string, string> options = region is null ? ProviderOptions.None : ProviderOptions.None.Add("region", region);
        Assert.True(ProviderBaseUrl.TryResolve(Row, configured, options, out Uri? resolved, out string? fault), fault);
        Assert.Equal(root, resolved.AbsoluteUri);
    }

    private static KnownProvider Row =>
        ProviderCatalogue.BuiltIn.TryGet("bedrock", out KnownProvider? row) ? row : throw new InvalidOperationException("No row.");

    private Task<ProviderReply> SendAsync(string model = Model, string? key = null, bool stream = false) =>
        _adapter.SendAsync(Call(model, key, stream), TestContext.Current.CancellationToken);

    private ProviderCall Call(string model, string? key, bool stream, string? path = null) => new()
    {
        Target = new ProviderTarget(Row, new Uri(_upstream.BaseUrl), key) { Options = Options },
        Model = model,
        Path = path,
        Body = """{"messages":[]}"""u8.ToArray(),
        Stream = stream,
    };
}
