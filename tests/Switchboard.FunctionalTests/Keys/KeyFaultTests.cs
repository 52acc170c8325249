using System.Net;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Keys;

/// <summary>A management request with faults names every one of them and changes nothing.</summary>
public sealed class KeyFaultTests(KeyFaultTests.Shared shared) : IClassFixture<KeyFaultTests.Shared>
{
    [Theory]
    [InlineData("{}", "'name' is missing")]
    [InlineData("""{"name":""}""", "'name' must be a text", "'name' is missing")]
    [InlineData("""{"name":7,"rpm":0,"tpm":"x","concurrent":-1}""", "'name' must be a text", "'rpm' must be a whole number", "'tpm' must be a whole number", "'concurrent' must be a whole number", "'name' is missing")]
    [InlineData("""{"name":"a","role":"boss","expires_at":"soon"}""", "'role' must be caller, viewer, auditor, operator or admin", "'expires_at' must be a time")]
    [InlineData("""{"name":"a","models":"gpt-4o","owner":5}""", "'models' must be a list", "'owner' must be a text")]
    [InlineData("""{"name":"a","budgt":{"usd":5},"limit":1}""", "'budgt' is not known here; known: budget, budgets", "'limit' is not known here")]
    [InlineData("""{"name":"a","budget":{"usd":5},"budgets":[]}""", "'budget' and 'budgets' exclude each other")]
    [InlineData("""{"name":"a","budget":{"usd":-5}}""", "'budget' must look like")]
    [InlineData("""{"name":"a","budget":{"usd":5,"period":"yearly"}}""", "'budget' must look like")]
    [InlineData("""{"name":"a","budget":{"usd":5,"perod":"daily"}}""", "'budget' must look like")]
    [InlineData("""{"name":"a","budget":7}""", "'budget' must look like")]
    [InlineData("""{"name":"a","budgets":[{"usd":5},{"usd":"x"}]}""", "'budgets' must look like")]
    [InlineData("""{"name":"a","budgets":{}}""", "'budgets' must be a list")]
    public async Task Create_Faults_AreAllListed(string json, params string[] faults)
    {
        var said = await shared.Server.SendAsync(HttpMethod.Post, "/api/enterprise/vkeys", json, SwitchboardServer.AdminKey);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.All(faults, fault => Assert.Contains(fault, said.Error("message"), StringComparison.Ordinal));
        Assert.Equal(faults.Length, said.Error("message")!.Split("; '").Length);
        Assert.Equal(0, (await shared.Server.ManageAsync(HttpMethod.Get, "/api/enterprise/vkeys")).GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("[]", HttpStatusCode.BadRequest, "must be a JSON object")]
    [InlineData("{", HttpStatusCode.BadRequest, "not valid JSON")]
    [InlineData("""{"name":"a","name":"b"}""", HttpStatusCode.BadRequest, "a name twice")]
    public async Task Create_NoJsonObject_IsRefused(string json, HttpStatusCode status, string message)
    {
        var said = await shared.Server.SendAsync(HttpMethod.Post, "/api/enterprise/vkeys", json, SwitchboardServer.AdminKey);

        Assert.Equal(status, said.Status);
        Assert.Contains(message, said.Error("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_OtherMediaType_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/enterprise/vkeys") { Content = new StringContent("""{"name":"a"}""", null, "text/plain") };
        request.Headers.Authorization = new("Bearer", SwitchboardServer.AdminKey);
        using var response = await shared.Server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    public sealed class Shared : IAsyncLifetime
    {
        public SwitchboardServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await SwitchboardServer.StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
