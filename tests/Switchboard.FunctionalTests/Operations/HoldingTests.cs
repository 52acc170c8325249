using System.Net;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Operations;

/// <summary>Files and batches: the vendor has one account, each tenant sees its own.</summary>
public sealed class HoldingTests(OperationFixture fixture) : IClassFixture<OperationFixture>
{
    [Fact]
    public async Task Files_OneTenant_KeepsListsReadsAndDeletesItsOwn()
    {
        var (mine, others) = (await fixture.Server.CreateKeyAsync(), await fixture.Server.CreateKeyAsync());
        var id = await UploadAsync(mine);

        var list = await fixture.Server.GetAsync("/v1/files?limit=5&purpose=batch", mine);
        var one = await fixture.Server.GetAsync($"/v1/files/{id}", mine);
        var content = await fixture.Server.GetAsync($"/v1/files/{id}/content", mine);
        var foreign = new[] { await fixture.Server.GetAsync($"/v1/files/{id}", others), await fixture.Server.GetAsync($"/v1/files/{id}/content", others), await fixture.Server.SendAsync(HttpMethod.Delete, $"/v1/files/{id}", null, others) };
        var deleted = await fixture.Server.SendAsync(HttpMethod.Delete, $"/v1/files/{id}", null, mine);
        var gone = await fixture.Server.GetAsync($"/v1/files/{id}", mine);

        Assert.Equal([id], Ids(list));
        Assert.Equal((id, id, false), (list.Json.GetProperty("first_id").GetString(), list.Json.GetProperty("last_id").GetString(), list.Json.GetProperty("has_more").GetBoolean()));
        Assert.Equal("requests.jsonl", one.Json.GetProperty("filename").GetString());
        Assert.Equal("line 1\nline 2\n", content.Text);
        Assert.All(foreign, static said => Assert.Equal((HttpStatusCode.NotFound, "file_not_found"), (said.Status, said.Json.GetProperty("error").GetProperty("code").GetString())));
        Assert.True(deleted.Json.GetProperty("deleted").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, gone.Status);
        var record = await fixture.Server.RecordAsync(content);
        Assert.Equal(("file", "openai.files", "success", "openai", 0L, false), (record.ContentType, record.Dialect, record.Outcome, record.Provider, record.CostMicros, record.CostEstimated));
        Assert.Equal("rejected", (await fixture.Server.RecordAsync(foreign[0])).Outcome);
    }

    [Fact]
    public async Task Files_Administrator_SeesTheWholeAccount()
    {
        fixture.Upstream.AddFile("file-foreign");
        var key = await fixture.Server.CreateKeyAsync();

        Assert.Contains("file-foreign", Ids(await fixture.Server.GetAsync("/v1/files", SwitchboardServer.AdminKey)));
        Assert.DoesNotContain("file-foreign", Ids(await fixture.Server.GetAsync("/v1/files", key)));
        Assert.Equal(HttpStatusCode.OK, (await fixture.Server.GetAsync("/v1/files/file-foreign", SwitchboardServer.AdminKey)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await fixture.Server.GetAsync("/v1/files/file-foreign", key)).Status);
    }

    [Fact]
    public async Task Files_AtAnotherProvider_AreFoundThereByTheirId()
    {
        var key = await fixture.Server.CreateKeyAsync();
        using var form = OperationTalk.Form("b.jsonl", OperationTalk.Bytes("{}"), ("purpose", "batch"), ("file", null));

        var made = await fixture.Server.SendFormAsync("/v1/files?provider=groq", form, key);
        var found = await fixture.Server.GetAsync($"/v1/files/{made.Json.GetProperty("id").GetString()}", key);
        var elsewhere = await fixture.Server.GetAsync("/v1/files", key);

        Assert.Equal(("groq", "groq"), (made.Headers["x-smartflow-provider"], found.Headers["x-smartflow-provider"]));
        Assert.Equal("Bearer groq-secret-of-the-test", fixture.Upstream.Requests.First(r => r.Path.EndsWith(made.Json.GetProperty("id").GetString()!, StringComparison.Ordinal)).Headers["Authorization"]);
        Assert.Empty(Ids(elsewhere));
    }

    [Theory]
    [InlineData("nobody", "provider")]
    [InlineData("cohere", "model")]
    public async Task Files_ProviderWithoutThem_IsRefused(string provider, string param)
    {
        var said = await fixture.Server.SayGetAsync("/v1/files", await fixture.Server.CreateKeyAsync(), ("x-smartflow-provider", provider));

        Assert.Equal((HttpStatusCode.BadRequest, param), (said.Status, said.Json.GetProperty("error").GetProperty("param").GetString()));
    }

    [Theory]
    [InlineData("/v1/files/..")]
    [InlineData("/v1/files/a%2Fb")]
    [InlineData("/v1/files/%20")]
    public async Task Files_OddIds_ReachNoVendor(string path)
    {
        var before = fixture.Upstream.Requests.Count;

        var answer = await RawConnection.AskAsync(fixture.Server.Url("proxy"), $"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {SwitchboardServer.AdminKey}\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1.1 40[04]", answer);
        Assert.Equal(before, fixture.Upstream.Requests.Count);
    }

    [Fact]
    public async Task Batches_OfOwnFiles_AreTheTenantsWithWhatTheyWrite()
    {
        var (mine, others) = (await fixture.Server.CreateKeyAsync(), await fixture.Server.CreateKeyAsync());
        var file = await UploadAsync(mine);
        var ask = $$"""{"input_file_id":"{{file}}","endpoint":"/v1/chat/completions","completion_window":"24h"}""";

        var made = await fixture.Server.SayAsync(ask, mine, "/v1/batches");
        var stolen = await fixture.Server.SayAsync(ask, others, "/v1/batches");
        var id = made.Json.GetProperty("id").GetString();
        var foreign = await fixture.Server.SendAsync(HttpMethod.Post, $"/v1/batches/{id}/cancel", null, others);
        var cancelled = await fixture.Server.SendAsync(HttpMethod.Post, $"/v1/batches/{id}/cancel", null, mine);
        var output = await fixture.Server.GetAsync($"/v1/files/{cancelled.Json.GetProperty("output_file_id").GetString()}/content", mine);
        var hidden = await fixture.Server.GetAsync($"/v1/files/{cancelled.Json.GetProperty("output_file_id").GetString()}/content", others);

        Assert.True(made.Status == HttpStatusCode.OK, made.Text);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (stolen.Status, foreign.Status, hidden.Status));
        Assert.Equal(id, Assert.Single(Ids(await fixture.Server.GetAsync("/v1/batches", mine))));
        Assert.Empty(Ids(await fixture.Server.GetAsync("/v1/batches", others)));
        Assert.Equal("line 1\nline 2\n", output.Text);
        Assert.Equal(("batch", "openai.batches"), ((await fixture.Server.RecordAsync(made)).ContentType, (await fixture.Server.RecordAsync(cancelled)).Dialect));
    }

    [Fact]
    public async Task Batches_KeyWithABudgetOrModels_AreRefused()
    {
        foreach (var grant in new object[] { new { name = "k", budget = new { usd = 1, period = "daily" } }, new { name = "k", models = new[] { "gpt-4o" } } })
        {
            var said = await fixture.Server.SayAsync("""{"input_file_id":"file-1","endpoint":"/v1/embeddings","completion_window":"24h"}""", await fixture.Server.CreateKeyAsync(grant), "/v1/batches");

            Assert.Equal((HttpStatusCode.Forbidden, "batch_not_allowed"), (said.Status, said.Json.GetProperty("error").GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task List_LongAccount_IsReadPageByPage()
    {
        var key = await fixture.Server.CreateKeyAsync();
        var file = await UploadAsync(key);
        var ids = new List<string>();
        foreach (var i in Enumerable.Range(0, 3))
        {
            ids.Add((await fixture.Server.SayAsync($$$"""{"input_file_id":"{{{file}}}","endpoint":"/v1/embeddings","completion_window":"24h","metadata":{"i":"{{{i}}}"}}""", key, "/v1/batches")).Json.GetProperty("id").GetString()!);
        }

        var first = await fixture.Server.GetAsync("/v1/batches?limit=2", key);
        var second = await fixture.Server.GetAsync($"/v1/batches?limit=2&after={first.Json.GetProperty("last_id").GetString()}", key);

        Assert.Equal((true, false), (first.Json.GetProperty("has_more").GetBoolean(), second.Json.GetProperty("has_more").GetBoolean()));
        Assert.Equal(ids.Order(), [.. Ids(first), .. Ids(second)]);
    }

    private static string[] Ids(Said list) => [.. list.Json.GetProperty("data").EnumerateArray().Select(static item => item.GetProperty("id").GetString()!)];

    private async Task<string> UploadAsync(string key)
    {
        using var form = OperationTalk.Form("requests.jsonl", OperationTalk.Bytes("{}\n"), ("purpose", "batch"), ("file", null));
        var said = await fixture.Server.SendFormAsync("/v1/files", form, key);
        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        return said.Json.GetProperty("id").GetString()!;
    }
}
