using System.Text.Json.Nodes;

namespace Switchboard.UnitTests.Providers.Demo;

public sealed class DemoJsonTests
{
    [Fact]
    public async Task Answer_JsonObject_IsAnObject()
    {
        JsonNode json = await AnswerAsync("Say hi in JSON", """{"type":"json_object"}""");

        Assert.IsType<JsonObject>(json);
    }

    [Fact]
    public async Task Answer_JsonSchema_HasAllThatIsRequiredInTheRightTypes()
    {
        JsonNode json = await AnswerAsync(
            "Ann Smith, 34, lives in Lyon; mail ann@example.com, she is happy",
            Schema("""
                {"type":"object","additionalProperties":false,
                 "required":["age","email","mood","tags","home","score","ok","born","maybe","kind","code"],
                 "properties":{"age":{"type":"integer","minimum":18},"email":{"type":"string","format":"email"},
                  "mood":{"enum":["sad","happy"]},"tags":{"type":"array","minItems":2,"items":{"type":"string"}},
                  "home":{"$ref":"#/$defs/place"},"score":{"type":"number","exclusiveMinimum":0,"maximum":1},"ok":{"type":"boolean"},
                  "born":{"type":"string","format":"date"},"maybe":{"anyOf":[{"type":"null"},{"type":"integer","multipleOf":5,"minimum":7}]},
                  "kind":{"const":"person"},"code":{"type":"string","minLength":8,"maxLength":8}},
                 "$defs":{"place":{"type":"object","required":["city","next"],"properties":{"city":{"type":"string"},"next":{"$ref":"#/$defs/place"}}}}}
                """));

        Assert.Equal(34, json["age"]!.GetValue<int>());
        Assert.Equal("ann@example.com", json["email"]!.GetValue<string>());
        Assert.Equal("happy", json["mood"]!.GetValue<string>());
        Assert.True(json["tags"]!.AsArray().Count >= 2);
        Assert.IsType<JsonObject>(json["home"]);
        Assert.Equal(0.5m, json["score"]!.GetValue<decimal>());
        Assert.False(json["ok"]!.GetValue<bool>());
        Assert.Equal("2025-01-01", json["born"]!.GetValue<string>());
        Assert.Equal(10, json["maybe"]!.GetValue<int>());
        Assert.Equal("person", json["kind"]!.GetValue<string>());
        Assert.Equal(8, json["code"]!.GetValue<string>().Length);
    }

    private static string Schema(string schema) => $$$"""{"type":"json_schema","json_schema":{"name":"x","strict":true,"schema":{{{schema}}}}}""";

    private static async Task<JsonNode> AnswerAsync(string user, string format)
    {
        JsonNode message = await DemoChat.AskAsync($$"""{"messages":[{"role":"user","content":"{{user}}"}],"response_format":{{format}}}""");
        return JsonNode.Parse(message["content"]!.GetValue<string>())!;
    }
}
