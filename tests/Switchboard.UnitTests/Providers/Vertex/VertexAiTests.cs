using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Switchboard.Protocol.Errors;
using Switchboard.Providers.Catalogue;
using Switchboard.Providers.Operations;
using Switchboard.Providers.Transport;
using Switchboard.Testing.Clocks;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Providers.Vertex;

public sealed class VertexAiTests
{
    [Theory]
    [InlineData(false, "/v1/publishers/google/models/gemini-2.5-flash:generateContent", "")]
    [InlineData(true, "/v1/publishers/google/models/gemini-2.5-flash:streamGenerateContent", "?alt=sse")]
    public async Task SendAsync_ApiKey_IsExpressModeWhateverElseIsSet(bool stream, string path, string query)
    {
        await using Google google = await Google.StartAsync();

        await using ProviderReply reply = await Google.Adapter().SendAsync(google.Call(key: "express-key-1", stream: stream), CancellationToken.None);

        Assert.Equal(200, reply.Status);
        UpstreamRequest request = Assert.Single(google.Upstream.Requests);
        Assert.Equal((path, query, "express-key-1"), (request.Path, request.QueryString, request.Headers["x-goog-api-key"]));
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
    }

    [Fact]
    public async Task SendAsync_ServiceAccount_SignsForATokenAndCallsInItsProject()
    {
        await using Google google = await Google.StartAsync();
        var time = new ManualTimeProvider();

        await using ProviderReply reply = await Google.Adapter(time).SendAsync(google.Call(), CancellationToken.None);

        Assert.True(reply.Status == 200, reply.Error?.Message);
        UpstreamRequest call = Assert.Single(google.Calls);
        Assert.Equal("/v1/projects/p-1/locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent", call.Path);
        Assert.Equal("Bearer " + Google.Token, call.Headers["Authorization"]);
        Assert.DoesNotContain("x-goog-api-key", call.Headers.Keys);

        var form = QueryHelpers.ParseQuery(Assert.Single(google.TokenRequests).Text);
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"]);
        string[] jwt = form["assertion"].ToString().Split('.');
        Assert.True(google.AccountKey.VerifyData(Encoding.ASCII.GetBytes($"{jwt[0]}.{jwt[1]}"), Base64Url.DecodeFromChars(jwt[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        Wire("""{"alg":"RS256","typ":"JWT","kid":"kid-1"}""", jwt[0]);
        long now = time.GetUtcNow().ToUnixTimeSeconds();
        Wire($$"""
            {"iss":"sw@p-1.iam.gserviceaccount.com","scope":"https://www.googleapis.com/auth/cloud-platform","aud":"{{google.Upstream.BaseUrl}}/token","iat":{{now}},"exp":{{now + 3600}}}
            """, jwt[1]);
    }

    [Theory]
    [InlineData("express-key-1", "/v1/publishers/google/models/text-embedding-005:predict")]
    [InlineData(null, "/v1/projects/p-1/locations/us-central1/publishers/google/models/text-embedding-005:predict")]
    public async Task SendAsync_Embeddings_GoWhereChatGoes(string? key, string path)
    {
        await using Google google = await Google.StartAsync();
        google.Upstream.When(request => request.Path.EndsWith(":predict", StringComparison.Ordinal), Script.Json("""{"predictions":[]}"""));
        string asked = VendorOperations.For(google.Call().Target.Provider, Operation.Embedding)!.PathFor("models/text-embedding-005");

        await using ProviderReply reply = await Google.Adapter().SendAsync(google.Call("models/text-embedding-005", key, path: asked), CancellationToken.None);

        Assert.True(reply.Status == 200, reply.Error?.Message);
        UpstreamRequest call = Assert.Single(google.Calls);
        Assert.Equal(path, call.Path);
        Assert.Equal(key, call.Headers.GetValueOrDefault("x-goog-api-key"));
        Assert.Equal(key is null ? "Bearer " + Google.Token : null, call.Headers.GetValueOrDefault("Authorization"));
    }

    [Theory]
    [InlineData("imagen-4.0-generate-001", "imagen-4.0-generate-001:predict")]
    [InlineData("models/gemini-2.5-flash-image", "gemini-2.5-flash-image:generateContent")]
    public async Task SendAsync_Images_GoToTheirModelsVerbWithEitherKey(string model, string end)
    {
        await using Google google = await Google.StartAsync();
        google.Upstream.When(request => request.Path.Contains("/models/", StringComparison.Ordinal), Script.Json("{}"));
        string asked = VendorOperations.For(google.Call().Target.Provider, Operation.ImageGeneration)!.PathFor(model);

        foreach (string? key in (string?[])["express-key-1", null])
        {
            await using ProviderReply reply = await Google.Adapter().SendAsync(google.Call(model, key, path: asked), CancellationToken.None);
            Assert.True(reply.Status == 200, reply.Error?.Message);
        }

        Assert.Equal(
            [("/v1/publishers/google/models/" + end, "express-key-1"), ("/v1/projects/p-1/locations/us-central1/publishers/google/models/" + end, null)],
            google.Calls.Select(static call => (call.Path, call.Headers.GetValueOrDefault("x-goog-api-key"))));
    }

    [Fact]
    public async Task SendAsync_ProjectAndLocationAndFileSet_AreUsed()
    {
        await using Google google = await Google.StartAsync();
        string file = Path.Combine(Path.GetTempPath(), $"vertex-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, google.KeyFile().ToJsonString());
        (google.Variables["VERTEXAI_CREDENTIALS"], google.Variables["GOOGLE_APPLICATION_CREDENTIALS"]) = (" ", file);
        (google.Variables["VERTEXAI_PROJECT"], google.Variables["VERTEXAI_LOCATION"]) = ("p-2", "global");

        await using ProviderReply reply = await Google.Adapter().SendAsync(google.Call(stream: true), CancellationToken.None);
        File.Delete(file);

        Assert.True(reply.Status == 200, reply.Error?.Message);
        Assert.Equal("/v1/projects/p-2/locations/global/publishers/google/models/gemini-2.5-flash:streamGenerateContent", Assert.Single(google.Calls).Path);
    }

    [Fact]
    public async Task SendAsync_ManyCallsAtOnce_FetchOneToken()
    {
        await using Google google = await Google.StartAsync();
        var gate = new Gate();
        google.Gives(Script.Json($$"""{"access_token":"{{Google.Token}}","expires_in":3600}""").HoldBefore(gate));
        IProviderAdapter adapter = Google.Adapter();
        using var impatient = new CancellationTokenSource();

        Task<ProviderReply> leaving = adapter.SendAsync(google.Call(), impatient.Token);
        await gate.WhenReachedAsync();
        Task<ProviderReply>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => adapter.SendAsync(google.Call(), CancellationToken.None))];
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        gate.Open();
        ProviderReply[] replies = await Task.WhenAll(waiting);

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Single(google.TokenRequests);
        foreach (ProviderReply reply in replies)
        {
            await reply.DisposeAsync();
        }
    }

    [Fact]
    public async Task SendAsync_TokenNearItsEnd_IsRenewed()
    {
        await using Google google = await Google.StartAsync();
        google.Gives(
            Script.Json("""{"access_token":"first","expires_in":3600}"""), Script.Json("""{"access_token":"second","expires_in":3600}"""));
        var time = new ManualTimeProvider();
        IProviderAdapter adapter = Google.Adapter(time);

        await AskAsync(adapter, google);
        time.Advance(TimeSpan.FromSeconds(3299));
        await AskAsync(adapter, google);
        time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(adapter, google);

        Assert.Equal(["Bearer first", "Bearer first", "Bearer second"], google.Calls.Select(call => call.Headers["Authorization"]));
    }

    [Fact]
    public async Task SendAsync_TokenRefused_IsFetchedAgainByTheNextCall()
    {
        await using Google google = await Google.StartAsync();
        google.Gives(Script.Json("""{"access_token":"revoked","expires_in":3600}"""), Script.Json("""{"access_token":"fresh","expires_in":3600}"""));
        google.Upstream.When(request => request.Headers.GetValueOrDefault("Authorization") == "Bearer revoked", Script.Error(401));
        IProviderAdapter adapter = Google.Adapter();

        await using ProviderReply refused = await adapter.SendAsync(google.Call(), CancellationToken.None);
        await using ProviderReply taken = await adapter.SendAsync(google.Call(), CancellationToken.None);

        Assert.Equal((401, 200), (refused.Status, taken.Status));
    }

    [Fact]
    public async Task SendAsync_TokenServiceRefuses_SaysWhyAndIsAskedAgain()
    {
        await using Google google = await Google.StartAsync();
        google.Gives(Script.Json("""{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""", 400), Script.Json("""{"access_token":"late","expires_in":3600}"""));
        IProviderAdapter adapter = Google.Adapter();

        await using ProviderReply refused = await adapter.SendAsync(google.Call(), CancellationToken.None);
        await using ProviderReply taken = await adapter.SendAsync(google.Call(), CancellationToken.None);

        AssertError(refused, ErrorKind.ProviderUnavailable, "sw@p-1.iam.gserviceaccount.com", "HTTP 400: Invalid JWT Signature.", "clock");
        Assert.Equal(200, taken.Status);
        Assert.Empty(google.Calls.SkipLast(1));
    }

    [Theory]
    [InlineData("<html>", 200)]
    [InlineData("{}", 200)]
    [InlineData("[]", 200)]
    [InlineData("""{"access_token":7}""", 200)]
    [InlineData("""{"access_token":""}""", 200)]
    [InlineData("", 500)]
    public async Task SendAsync_TokenServiceAnswersNonsense_IsAnErrorValue(string body, int status)
    {
        await using Google google = await Google.StartAsync();
        google.Gives(Script.Json(body, status));

        await using ProviderReply reply = await Google.Adapter().SendAsync(google.Call(), CancellationToken.None);

        AssertError(reply, ErrorKind.ProviderUnavailable, $"HTTP {status}");
    }

    [Fact]
    public async Task SendAsync_TokenServiceIsSilent_IsATimeoutOnTheClock()
    {
        await using Google google = await Google.StartAsync();
        google.Gives(Script.Hang());
        var time = new ManualTimeProvider();
        Task<ProviderReply> sending = Google.Adapter(time).SendAsync(google.Call(), CancellationToken.None);
        await google.Upstream.WaitForRequestAsync(1);

        time.Advance(TimeSpan.FromSeconds(60));
        await using ProviderReply reply = await sending;

        AssertError(reply, ErrorKind.Timeout, "no token in time", "first_byte");
    }

    [Fact]
    public async Task SendAsync_TokenServiceIsAway_IsUnavailable()
    {
        await using Google google = await Google.StartAsync();
        JsonObject file = google.KeyFile();
        file["token_uri"] = "https://no-such-host.invalid/token";
        google.Variables["VERTEXAI_CREDENTIALS"] = file.ToJsonString();

        await using ProviderReply reply = await Google.Adapter().SendAsync(google.Call(), CancellationToken.None);

        AssertError(reply, ErrorKind.ProviderUnavailable, "no-such-host.invalid", "token_uri");
    }

    [Theory]
    [InlineData("/no/such/file.json", "cannot be read")]
    [InlineData("{\"type\":\"service_account\"", "no JSON")]
    [InlineData("{\"type\":\"authorized_user\"}", "authorized_user")]
    [InlineData("{\"type\":\"service_account\"}", "client_email")]
    [InlineData("{\"client_email\":\"a\",\"private_key\":\"b\",\"token_uri\":\"http://far.test/token\"}", "https token_uri")]
    [InlineData("{\"client_email\":\"a\",\"private_key\":\"b\",\"token_uri\":\"file:///etc/passwd\"}", "https token_uri")]
    [InlineData("{\"client_email\":\"a@b\",\"private_key\":\"-----BEGIN PRIVATE KEY-----\\nnonsense\\n-----END PRIVATE KEY-----\",\"project_id\":\"p\"}", "no RSA key in PEM")]
    [InlineData("{\"client_email\":\"a@b\",\"private_key\":\"secret\",\"project_id\":\"p\"}", "no RSA key in PEM")]
    [InlineData("{\"client_email\":\"a@b\",\"private_key\":\"secret\"}", "VERTEXAI_PROJECT")]
    [InlineData(null, "VERTEXAI_API_KEY")]
    public async Task SendAsync_CredentialsOfNoUse_NameWhatToFix(string? credentials, string says)
    {
        await using Google google = await Google.StartAsync();
        google.Variables["VERTEXAI_CREDENTIALS"] = credentials;

        await using ProviderReply reply = await Google.Adapter().SendAsync(google.Call(), CancellationToken.None);

        AssertError(reply, ErrorKind.ProviderUnavailable, says);
        Assert.DoesNotContain("secret", reply.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(google.Upstream.Requests);
    }

    [Theory]
    [InlineData("VERTEXAI_PROJECT", "p/../q")]
    [InlineData("VERTEXAI_LOCATION", "evil.test/#")]
    public async Task SendAsync_PlaceThatIsNoName_IsRefused(string variable, string value)
    {
        await using Google google = await Google.StartAsync();
        google.Variables[variable] = value;

        await using ProviderReply reply = await Google.Adapter().SendAsync(google.Call(), CancellationToken.None);

        AssertError(reply, ErrorKind.ProviderUnavailable, variable);
        Assert.Empty(google.Upstream.Requests);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", "anthropic/")]
    [InlineData("meta/llama-3.1-405b", "own prefix")]
    public async Task SendAsync_OtherMakersModel_IsRefused(string model, string says)
    {
        await using Google google = await Google.StartAsync();

        await using ProviderReply reply = await Google.Adapter().SendAsync(google.Call(model, key: "express-key-1"), CancellationToken.None);

        AssertError(reply, ErrorKind.ModelNotFound, model, says);
        Assert.Empty(google.Upstream.Requests);
    }

    [Fact]
    public async Task Scrub_AfterACall_TakesItsTokenOut()
    {
        await using Google google = await Google.StartAsync();
        ProviderCall call = google.Call();

        await using ProviderReply reply = await Google.Adapter().SendAsync(call, CancellationToken.None);

        Assert.Equal("bad token [key]", call.Scrub("bad token " + Google.Token));
    }

    private static async Task AskAsync(IProviderAdapter adapter, Google google)
    {
        await using ProviderReply reply = await adapter.SendAsync(google.Call(), CancellationToken.None);
        Assert.Equal(200, reply.Status);
    }

    private static void AssertError(ProviderReply reply, ErrorKind kind, params string[] parts)
    {
        Assert.NotNull(reply.Error);
        Assert.Equal((kind, "vertex_ai", false), (reply.Error.Kind, reply.Error.Provider, reply.MayHaveReachedVendor));
        Assert.All(parts, part => Assert.Contains(part, reply.Error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("PRIVATE KEY", reply.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Google.Token, reply.Error.Message, StringComparison.Ordinal);
    }

    private static void Wire(string expected, string part)
    {
        using JsonDocument read = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(read.RootElement.GetRawText())), read.RootElement.GetRawText());
    }
}
