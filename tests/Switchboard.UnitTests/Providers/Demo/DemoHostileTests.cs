using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace Switchboard.UnitTests.Providers.Demo;

/// <summary>The demo models run inside the gateway: no request may crash it or keep it busy.</summary>
public sealed class DemoHostileTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"type":"array","minItems":1,"items":{"$ref":"#"}}""")]
    [InlineData("""{"type":"array","minItems":2000000000,"items":{"type":"string"}}""")]
    [InlineData("""{"type":"object","required":["a","b","c"],"properties":{"a":{"$ref":"#"},"b":{"$ref":"#"},"c":{"$ref":"#"}}}""")]
    [InlineData("""{"type":"object","required":5,"properties":{"a":true,"b":{"enum":[]},"c":{"anyOf":[false]},"d":{"type":7}}}""")]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"type":"number","minimum":79228162514264337593543950335,"multipleOf":1e-20}}}""")]
    [InlineData("""{"type":"object","required":["a"],"properties":{"a":{"type":"string","minLength":2000000000,"maxLength":-3}}}""")]
    [InlineData("""{"properties":[1,2],"required":[null]}""")]
    public async Task Answer_SchemaMadeToHurt_EndsInJson(string schema)
    {
        string format = $$$"""{"type":"json_schema","json_schema":{"name":"x","schema":{{{schema}}}}}""";

        JsonNode message = await DemoChat.AskAsync($$"""{"messages":[{"role":"user","content":"x 5"}],"response_format":{{format}}}""").WaitAsync(Patience);

        JsonNode.Parse(message["content"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("<doc ")]
    [InlineData("\n")]
    [InlineData("A ")]
    [InlineData("“")]
    [InlineData("a.")]
    [InlineData("1-")]
    [InlineData("[1] x\n")]
    [InlineData("<context>")]
    public async Task Answer_TextMadeToHurt_ComesSoon(string unit)
    {
        string tool = DemoChat.Tool("get_weather", "Weather", "\"city\":{\"type\":\"string\"},\"path\":{\"type\":\"string\"}", "\"city\",\"path\"");
        string user = "weather " + string.Concat(Enumerable.Repeat(unit, 400_000 / unit.Length));
        var body = new JsonObject
        {
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = user }),
            ["tools"] = new JsonArray(JsonNode.Parse(tool)),
        };

        Assert.Equal(200, (await DemoChat.SendAsync(body.ToJsonString()).WaitAsync(Patience)).Status);
        body.Remove("tools");
        Assert.Equal(200, (await DemoChat.SendAsync(body.ToJsonString()).WaitAsync(Patience)).Status);
    }

    [Fact]
    public async Task Answer_HalfASurrogatePair_IsRefused() =>
        Assert.Equal(400, (await DemoChat.SendAsync("{\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}")).Status);

    [Fact]
    public void Answer_AnyText_IsAnswered() => Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
    {
        string user = new([.. text.Get.Where(c => !char.IsSurrogate(c))]);
        var body = new JsonObject
        {
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = "[1] " + user },
                new JsonObject { ["role"] = "user", ["content"] = user }),
        };
        return DemoChat.SendAsync(body.ToJsonString()).GetAwaiter().GetResult().Status == 200;
    }));
}
