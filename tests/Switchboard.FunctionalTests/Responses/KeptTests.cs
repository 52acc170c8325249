using System.Net;
using System.Text.Json;
using Switchboard.FunctionalTests.Operations;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Responses;

/// <summary>What callers do with kept responses beside going on from them: each is on record, and counts against the key's limits.</summary>
public sealed class KeptTests : IAsyncLifetime
{
    private readonly UpstreamedServer fixture = new();
    private string key = null!;

    public async ValueTask InitializeAsync()
    {
        await fixture.StartAsync();
        key = await fixture.Server.CreateKeyAsync();
    }

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    [Fact]
    public async Task InputItems_OfAResponseKeptHere_AreListedPageByPage()
    {
        const string input = """[{"role":"user","content":"one"},{"type":"message","role":"assistant","content":"two"},{"role":"user","content":[{"type":"input_text","text":"three"}]},{"type":"function_call","id":"fc_own","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"4"}]""";
        var first = await fixture.Server.RespondAsync($$"""{"model":"{{ResponsesTalk.Claude}}","input":{{input}}}""", key);
        var path = $"{ResponsesTalk.Path}/{first.Id()}/input_items";

        var all = await fixture.Server.GetAsync(path + "?order=asc", key);
        var page = await fixture.Server.GetAsync(path + "?limit=2", key);
        var next = await fixture.Server.GetAsync($"{path}?limit=2&after={page.Json.GetProperty("last_id").GetString()}", key);

        Assert.True(all.Status == HttpStatusCode.OK, all.Text);
        var items = all.Json.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(["message", "message", "message", "function_call", "function_call_output"], items.Select(static i => i.GetProperty("type").GetString()));
        Assert.Equal("""[{"type":"input_text","text":"one"}]""", items[0].GetProperty("content").GetRawText());
        Assert.Equal("""[{"type":"output_text","text":"two","annotations":[]}]""", items[1].GetProperty("content").GetRawText());
        Assert.Equal("""[{"type":"input_text","text":"three"}]""", items[2].GetProperty("content").GetRawText());
        Assert.Equal("fc_own", items[3].GetProperty("id").GetString());
        var ids = items.ConvertAll(static i => i.GetProperty("id").GetString());
        Assert.Equal(5, ids.Distinct().Count());
        Assert.Equal([ids[4], ids[3]], Ids(page));
        Assert.Equal([ids[2], ids[1]], Ids(next));
        Assert.Equal((true, ids[4], true), (page.Json.GetProperty("has_more").GetBoolean(), page.Json.GetProperty("first_id").GetString(), next.Json.GetProperty("has_more").GetBoolean()));
    }

    [Fact]
    public async Task InputItems_OfAText_AreOneMessage()
    {
        var first = await fixture.Server.RespondAsync(ResponsesTalk.Ask("Only this", ResponsesTalk.Claude), key);

        var said = await fixture.Server.GetAsync($"{ResponsesTalk.Path}/{first.Id()}/input_items", key);

        var item = Assert.Single(said.Json.GetProperty("data").EnumerateArray());
        Assert.Equal(("user", "Only this"), (item.GetProperty("role").GetString(), item.GetProperty("content")[0].GetProperty("text").GetString()));
        Assert.StartsWith("msg_", item.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.False(said.Json.GetProperty("has_more").GetBoolean());
    }

    [Fact]
    public async Task InputItems_OfALaterTurn_HoldTheEarlierOnes()
    {
        var (first, second, third) = await ThreeTurnsAsync();

        var all = await fixture.Server.GetAsync($"{ResponsesTalk.Path}/{third.Id()}/input_items?order=asc", key);
        var newest = await fixture.Server.GetAsync($"{ResponsesTalk.Path}/{third.Id()}/input_items", key);
        var earlier = await fixture.Server.GetAsync($"{ResponsesTalk.Path}/{second.Id()}/input_items?order=asc", key);

        Assert.Equal(["user Turn 1", "assistant Echo: Turn 1", "user Turn 2", "assistant Echo: Turn 2", "user Turn 3"], Words(all));
        Assert.Equal(5, Ids(all).Distinct().Count());
        Assert.Equal(Enumerable.Reverse(Ids(all)), Ids(newest));
        Assert.Equal(Ids(all).Take(3), Ids(earlier));
        Assert.Equal(first.Json.GetProperty("output").EnumerateArray().Last().GetProperty("id").GetString(), Ids(all)[1]);
        Assert.False(all.Json.GetProperty("has_more").GetBoolean());
    }

    [Theory]
    [InlineData("asc")]
    [InlineData("desc")]
    public async Task InputItems_PagesOverTurns_MeetWithoutGapOrDouble(string order)
    {
        var (_, _, third) = await ThreeTurnsAsync();
        var path = $"{ResponsesTalk.Path}/{third.Id()}/input_items";
        var whole = Ids(await fixture.Server.GetAsync($"{path}?order={order}", key));
        var (ids, more) = (new List<string?>(), new List<bool>());
        do
        {
            var page = await fixture.Server.GetAsync($"{path}?order={order}&limit=2{(ids.Count > 0 ? "&after=" + ids[^1] : "")}", key);
            Assert.Equal((Ids(page)[0], Ids(page)[^1]), (page.Json.GetProperty("first_id").GetString(), page.Json.GetProperty("last_id").GetString()));
            ids.AddRange(Ids(page));
            more.Add(page.Json.GetProperty("has_more").GetBoolean());
        }
        while (more[^1] && more.Count < 5);

        Assert.Equal((5, 3), (ids.Count, more.Count));
        Assert.Equal(whole, ids);
        Assert.Equal(HttpStatusCode.BadRequest, (await fixture.Server.GetAsync($"{path}?order={order}&after=item_none", key)).Status);
    }

    [Fact]
    public async Task InputItems_OfATurnThatWasDeleted_AreGone()
    {
        var (first, _, third) = await ThreeTurnsAsync();
        await fixture.Server.DeleteAsync($"{ResponsesTalk.Path}/{first.Id()}", key);

        var left = await fixture.Server.GetAsync($"{ResponsesTalk.Path}/{third.Id()}/input_items?order=asc", key);

        Assert.Equal(["user Turn 2", "assistant Echo: Turn 2", "user Turn 3"], Words(left));
        Assert.False(left.Json.GetProperty("has_more").GetBoolean());
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("order=up", "order")]
    [InlineData("after=msg_of_another", "after")]
    public async Task InputItems_OddQuery_SaysWhatIsWrong(string query, string param)
    {
        var first = await fixture.Server.RespondAsync(ResponsesTalk.Ask("Hi", ResponsesTalk.Claude), key);

        var said = await fixture.Server.GetAsync($"{ResponsesTalk.Path}/{first.Id()}/input_items?{query}", key);

        Assert.Equal((HttpStatusCode.BadRequest, param), (said.Status, said.Json.GetProperty("error").GetProperty("param").GetString()));
    }

    [Fact]
    public async Task InputItems_OfAResponseThatTheVendorKeeps_AreItsOwn()
    {
        const string list = """{"object":"list","data":[],"first_id":null,"last_id":null,"has_more":false}""";
        fixture.Upstream.When(static r => r.Path.EndsWith("/input_items", StringComparison.Ordinal), Script.Json(list));
        var first = await fixture.Server.RespondAsync(ResponsesTalk.Ask("Hi"), key);

        var said = await fixture.Server.GetAsync($"{ResponsesTalk.Path}/{first.Id()}/input_items?order=asc&limit=3&include[]=a%26b", key);

        Assert.Equal(list, said.Text);
        Assert.Equal($"/v1/responses/{first.Id()}/input_items?order=asc&limit=3&include%5B%5D=a%26b", fixture.Upstream.Requests[^1].Target);
        Assert.Equal("openai", said.Headers["x-smartflow-provider"]);
    }

    [Theory]
    [InlineData(ResponsesTalk.Gpt)]
    [InlineData(ResponsesTalk.Claude)]
    public async Task Cancel_Any_SaysThatNothingRunsInTheBackground(string model)
    {
        var first = await fixture.Server.RespondAsync(ResponsesTalk.Ask("Hi", model), key);
        var before = fixture.Upstream.Requests.Count;

        var said = await fixture.Server.SendAsync(HttpMethod.Post, $"{ResponsesTalk.Path}/{first.Id()}/cancel", null, key);

        Assert.Equal((HttpStatusCode.BadRequest, before), (said.Status, fixture.Upstream.Requests.Count));
        Assert.Contains("background", said.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_OfAnother_IsNotFound()
    {
        var first = await fixture.Server.RespondAsync(ResponsesTalk.Ask("Hi", ResponsesTalk.Claude), key);
        var other = await fixture.Server.CreateKeyAsync(new { name = "other" });
        foreach (var (method, tail) in new[] { (HttpMethod.Get, ""), (HttpMethod.Get, "/input_items"), (HttpMethod.Post, "/cancel"), (HttpMethod.Delete, "") })
        {
            var said = await fixture.Server.SendAsync(method, $"{ResponsesTalk.Path}/{first.Id()}{tail}", null, other);

            Assert.Equal((HttpStatusCode.NotFound, "response_not_found"), (said.Status, said.Json.GetProperty("error").GetProperty("code").GetString()));
            Assert.Equal("rejected", (await fixture.Server.RecordAsync(said)).Outcome);
        }

        Assert.Equal(HttpStatusCode.OK, (await fixture.Server.GetAsync($"{ResponsesTalk.Path}/{first.Id()}", key)).Status);
    }

    [Fact]
    public async Task ReadAndDelete_Any_AreOnRecordOnce()
    {
        fixture.Upstream.When(static r => r.Method == "GET", Script.Error(500));
        var (here, there) = (await fixture.Server.RespondAsync(ResponsesTalk.Ask("Hi", ResponsesTalk.Claude), key), await fixture.Server.RespondAsync(ResponsesTalk.Ask("Hi"), key));

        var read = await fixture.Server.GetAsync($"{ResponsesTalk.Path}/{here.Id()}", key);
        var failed = await fixture.Server.GetAsync($"{ResponsesTalk.Path}/{there.Id()}", key);
        var deleted = await fixture.Server.DeleteAsync($"{ResponsesTalk.Path}/{here.Id()}", key);

        Assert.Equal(here.Id(), read.Json.GetProperty("id").GetString());
        Assert.True(deleted.Json.GetProperty("deleted").GetBoolean());
        var record = await fixture.Server.RecordAsync(read);
        Assert.Equal(("response", "openai.responses", "success", null, 0L), (record.ContentType, record.Dialect, record.Outcome, record.Provider, record.CostMicros));
        Assert.NotNull(record.KeyId);
        Assert.Equal("success", (await fixture.Server.RecordAsync(deleted)).Outcome);
        var away = await fixture.Server.RecordAsync(failed);
        Assert.Equal(("error", "openai", 502), (away.Outcome, away.Provider, away.Status));
        Assert.Equal(500, Assert.Single(away.Attempts!).Status);
    }

    [Fact]
    public async Task ReadAndDelete_Any_CountAgainstTheKeysLimits()
    {
        var slow = await fixture.Server.CreateKeyAsync(new { name = "slow", rpm = 3 });
        var first = await fixture.Server.RespondAsync(ResponsesTalk.Ask("Hi", ResponsesTalk.Claude), slow);
        var path = $"{ResponsesTalk.Path}/{first.Id()}";

        var (one, two, refused, kept) = (await fixture.Server.GetAsync(path, slow), await fixture.Server.GetAsync(path + "/input_items", slow), await fixture.Server.DeleteAsync(path, slow), await fixture.Server.GetAsync(path, slow));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (one.Status, two.Status, refused.Status, kept.Status));
        Assert.True(refused.Headers.ContainsKey("retry-after"));
    }

    [Theory]
    [InlineData("""{"model":"gpt-4o","input":"How many tokens are these, please?"}""")]
    [InlineData("""{"model":"claude-opus-4-6","instructions":"Be brief.","input":[{"role":"user","content":[{"type":"input_text","text":"How many tokens are these, please?"}]}]}""")]
    public async Task InputTokens_AnyModel_AreCountedHere(string body)
    {
        var before = fixture.Upstream.Requests.Count;

        var said = await fixture.Server.SayAsync(body, key, ResponsesTalk.Path + "/input_tokens");

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        Assert.Equal(("response.input_tokens", "true", before), (said.Json.GetProperty("object").GetString(), said.Headers["x-smartflow-estimate"], fixture.Upstream.Requests.Count));
        Assert.InRange(said.Json.GetProperty("input_tokens").GetInt32(), 8, 30);
        Assert.Equal(("count_tokens", "success", 0L), ((await fixture.Server.RecordAsync(said)).ContentType, (await fixture.Server.RecordAsync(said)).Outcome, (await fixture.Server.RecordAsync(said)).CostMicros));
    }

    [Fact]
    public async Task InputTokens_OfAKeptConversation_AreRefused()
    {
        var said = await fixture.Server.SayAsync("""{"model":"gpt-4o","previous_response_id":"resp_1","input":"x"}""", key, ResponsesTalk.Path + "/input_tokens");

        Assert.Equal((HttpStatusCode.BadRequest, "previous_response_id"), (said.Status, said.Json.GetProperty("error").GetProperty("param").GetString()));
    }

    private async Task<(Said First, Said Second, Said Third)> ThreeTurnsAsync()
    {
        fixture.Upstream.Enqueue(Script.Reasoning("Hm").WithText("Echo: Turn 1"), Script.Text("Echo: Turn 2"), Script.Text("Echo: Turn 3"));
        var first = await fixture.Server.RespondAsync(ResponsesTalk.Ask("Turn 1", ResponsesTalk.Claude), key);
        var second = await fixture.Server.RespondAsync(ResponsesTalk.Continue(first.Id(), "Turn 2"), key);
        var third = await fixture.Server.RespondAsync(ResponsesTalk.Continue(second.Id(), "Turn 3"), key);
        Assert.True(third.Status == HttpStatusCode.OK, third.Text);
        return (first, second, third);
    }

    private static List<string?> Ids(Said said) => [.. said.Json.GetProperty("data").EnumerateArray().Select(static (JsonElement i) => i.GetProperty("id").GetString())];

    private static List<string> Words(Said said) =>
        [.. said.Json.GetProperty("data").EnumerateArray().Select(static (JsonElement i) => $"{i.GetProperty("role").GetString()} {i.GetProperty("content")[0].GetProperty("text").GetString()}")];
}
