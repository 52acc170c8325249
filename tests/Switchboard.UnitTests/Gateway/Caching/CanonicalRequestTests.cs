using System.Text;
using Switchboard.Gateway.Caching;
using Switchboard.Gateway.Identity;
using Switchboard.Protocol;

namespace Switchboard.UnitTests.Gateway.Caching;

public sealed class CanonicalRequestTests
{
    private const string Plain = """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"max_tokens":5}""";

    [Theory]
    [InlineData("""{ "model" : "gpt-4o" , "messages" : [ { "role" : "user", "content" : "Hi" } ], "max_tokens" : 5 }""")]
    [InlineData("""{"max_tokens":5,"messages":[{"role":"user","content":"Hi"}],"model":"gpt-4o"}""")]
    [InlineData("""{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hi"}],"max_tokens":5}""")]
    [InlineData("""{"cache":{"no-store":false},"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"max_tokens":5}""")]
    public void KeyOf_SameQuestionWrittenOtherwise_IsTheSame(string body) => Assert.Equal(KeyOf(Plain), KeyOf(body));

    [Theory]
    [InlineData("""{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hi"}],"max_tokens":5}""")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}],"max_tokens":5}""")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"Hi "}],"max_tokens":5}""")]
    [InlineData("""{"model":"gpt-4o","messages":[{"content":"Hi","role":"user"}],"max_tokens":5}""")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"max_tokens":50}""")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"max_tokens":"5"}""")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"max_completion_tokens":5}""")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"max_tokens":5,"seed":1}""")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"system","content":""},{"role":"user","content":"Hi"}],"max_tokens":5}""")]
    public void KeyOf_AnotherQuestion_IsAnother(string body) => Assert.NotEqual(KeyOf(Plain), KeyOf(body));

    [Fact]
    public void KeyOf_WhoAsksAndOfWhom_IsPartOfIt()
    {
        CacheKey[] keys =
        [
            KeyOf(Plain),
            KeyOf(Plain, tenant: "key:b"),
            KeyOf(Plain, routes: "2"),
            KeyOf(Plain, dialect: Dialect.AnthropicMessages),
            KeyOf(Plain, vendorKey: "sk-ant-1"),
            KeyOf(Plain, vendorKey: "sk-ant-2"),
            KeyOf(Plain, headers: [new("anthropic-beta", "a")]),
            KeyOf(Plain, headers: [new("anthropic-beta", "b")]),
            KeyOf(Plain, headers: [new("anthropic-version", "a")]),
            KeyOf(Plain, headers: [new("anthropic-beta", "a"), new("anthropic-beta", "b")]),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Theory]
    [InlineData("""{"a":[1,2]}""", """{"a":[12]}""")]
    [InlineData("""{"a":[[1],2]}""", """{"a":[1,[2]]}""")]
    [InlineData("""{"a":"1"}""", """{"a":1}""")]
    [InlineData("""{"a":null}""", """{"a":"null"}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":["b",1]}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":2,"b":1}""")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"c":2,"b":1}}""")]
    [InlineData("""{"ab":1}""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """{"a":1.0}""")]
    public void KeyOf_BodiesThatLookAlike_StayApart(string left, string right) => Assert.NotEqual(KeyOf(left), KeyOf(right));

    [Fact]
    public void KeyOf_TenantAndHeadersThatRunTogether_StayApart() =>
        Assert.NotEqual(KeyOf(Plain, tenant: "ab", vendorKey: "c"), KeyOf(Plain, tenant: "a", vendorKey: "bc"));

    private static CacheKey KeyOf(string body, string tenant = "key:a", string routes = "1", Dialect dialect = Dialect.OpenAiChat, string? vendorKey = null, KeyValuePair<string, string>[]? headers = null) =>
        CanonicalRequest.KeyOf(
            new Switchboard.Gateway.Exchange.Exchange("req_1", dialect, DateTimeOffset.UnixEpoch, 0) { Body = Encoding.UTF8.GetBytes(body), Caller = new Caller { Tenant = tenant }, VendorKey = vendorKey, VendorHeaders = headers ?? [] },
            routes);
}
