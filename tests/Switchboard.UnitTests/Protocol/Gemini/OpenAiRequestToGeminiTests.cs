using System.Text.Json.Nodes;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.Gemini;

public sealed class OpenAiRequestToGeminiTests
{
    private const string Hello = """{"role":"user","content":"Hello"}""";

    [Fact]
    public void Plain_Request_IsOneContentAndNothingElse()
    {
        var (body, dropped) = To($$$"""{"model":"gemini-2.5-flash","stream":true,"stream_options":{"include_usage":true},"messages":[{{{Hello}}}]}""");
        Wire.SameJson("""{"contents":[{"role":"user","parts":[{"text":"Hello"}]}]}""", body);
        Assert.Empty(dropped);
    }

    [Fact]
    public void Everything_ThatHasAPlace_IsThere()
    {
        var (body, dropped) = To("""
            {"model":"gemini-2.5-flash","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"},
             {"role":"developer","content":[{"type":"text","text":"In verse."},{"type":"text","text":""}]},{"role":"user","content":"More"}],
             "max_completion_tokens":500,"temperature":0.2,"top_p":0.9,"top_k":40,"frequency_penalty":0.5,"presence_penalty":-0.5,"seed":7,"n":1,
             "stop":["END","STOP"],"reasoning_effort":"medium",
             "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}},"additionalProperties":false}}},
                      {"type":"function","function":{"name":"g"}}],
             "tool_choice":{"type":"function","function":{"name":"g"}}}
            """);
        Wire.SameJson("""
            {"systemInstruction":{"parts":[{"text":"Be brief."},{"text":"In verse."}]},
             "contents":[{"role":"user","parts":[{"text":"Hello"}]},{"role":"model","parts":[{"text":"Hi"}]},{"role":"user","parts":[{"text":"More"}]}],
             "tools":[{"functionDeclarations":[
               {"name":"f","description":"d","parametersJsonSchema":{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}},"additionalProperties":false}},{"name":"g"}]}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["g"]}},
             "generationConfig":{"maxOutputTokens":500,"temperature":0.2,"topP":0.9,"topK":40,"frequencyPenalty":0.5,"presencePenalty":-0.5,"seed":7,
               "stopSequences":["END","STOP"],"thinkingConfig":{"thinkingBudget":250,"includeThoughts":true}}}
            """, body);
        Assert.Empty(dropped);
    }

    [Theory]
    [InlineData("\"auto\"", """{"mode":"AUTO"}""")]
    [InlineData("\"none\"", """{"mode":"NONE"}""")]
    [InlineData("\"required\"", """{"mode":"ANY"}""")]
    public void ToolChoice_InWords_IsAMode(string choice, string expected)
    {
        var (body, _) = To($$$"""{"model":"gemini-2.5-flash","messages":[{{{Hello}}}],"tool_choice":{{{choice}}},"tools":[{"type":"function","function":{"name":"f"}}]}""");
        Wire.SameJson(expected, body["toolConfig"]!["functionCallingConfig"]);
    }

    [Fact]
    public void ToolLoop_ResultsInAnyOrder_FollowTheirCallsByNameAndStandApartFromTheUsersWords()
    {
        var (body, dropped) = To("""
            {"model":"gemini-2.5-flash","messages":[{"role":"user","content":"Weather?"},
             {"role":"assistant","content":"I look.","tool_calls":[
               {"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\",\"id\":12345678901234567890}"}},
               {"id":"call_2","type":"function","function":{"name":"weather","arguments":""}},
               {"id":"call_3","type":"function","function":{"name":"time","arguments":"{\"half"}}]},
             {"role":"user","content":"Wait"},
             {"role":"tool","tool_call_id":"call_3","content":"noon"},
             {"role":"tool","tool_call_id":"call_2","content":"{\"id\":12345678901234567890}"},
             {"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"cold"},{"type":"text","text":"wet"}]}]}
            """);
        Wire.SameJson("""
            [{"role":"user","parts":[{"text":"Weather?"}]},
             {"role":"model","parts":[{"text":"I look."},
               {"functionCall":{"name":"weather","args":{"city":"Oslo","id":12345678901234567890}}},
               {"functionCall":{"name":"weather","args":{}}},
               {"functionCall":{"name":"time","args":{"INVALID_JSON":"{\"half"}}}]},
             {"role":"user","parts":[
               {"functionResponse":{"name":"weather","response":{"output":"cold\nwet"}}},
               {"functionResponse":{"name":"weather","response":{"output":"{\"id\":12345678901234567890}"}}},
               {"functionResponse":{"name":"time","response":{"output":"noon"}}}]},
             {"role":"user","parts":[{"text":"Wait"}]}]
            """, body["contents"]);
        Assert.Empty(dropped);
    }

    [Fact]
    public void CallIds_ThatBeginAnewInEveryTurn_MeanTheLastCall()
    {
        const string Calls = """
            {"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"A","arguments":"{}"}},{"id":"2","type":"function","function":{"name":"B","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"2","content":"b"},{"role":"tool","tool_call_id":"1","content":"a"}
            """;
        var (body, _) = To($$$"""{"model":"gemini-2.5-flash","messages":[{{{Hello}}},{{{Calls}}},{{{Calls.Replace("\"A\"", "\"C\"", StringComparison.Ordinal)}}}]}""");
        Assert.Equal(["A", "B"], Names(body["contents"]![2]!));
        Assert.Equal(["C", "B"], Names(body["contents"]![4]!));

        static IEnumerable<string?> Names(JsonNode content) => content["parts"]!.AsArray().Select(part => (string?)part!["functionResponse"]!["name"]);
    }

    [Fact]
    public void ToolResult_OfNoCall_IsRefused() => Refused("messages", "call_9", """
        "messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"call_9","content":"x"}]
        """);

    [Fact]
    public void MediaParts_OfEachKind_AreInlineOrByAddress()
    {
        var (body, dropped) = To("""
            {"model":"gemini-2.5-flash","messages":[{"role":"user","content":[
              {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
              {"type":"image_url","image_url":{"url":"https://x.test/a.b/photo.JPG?size=1#top","detail":"low"}},
              {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,BBBB"}},
              {"type":"file","file":{"file_id":"gs://bucket/a.pdf"}},
              {"type":"file","file":{"file_id":"https://generativelanguage.googleapis.com/v1beta/files/abc"}},
              {"type":"input_audio","input_audio":{"format":"mp3","data":"CCCC"}}]}]}
            """);
        Wire.SameJson("""
            [{"inlineData":{"mimeType":"image/png","data":"AAAA"}},
             {"fileData":{"mimeType":"image/jpeg","fileUri":"https://x.test/a.b/photo.JPG?size=1#top"}},
             {"inlineData":{"mimeType":"application/pdf","data":"BBBB"}},
             {"fileData":{"mimeType":"application/pdf","fileUri":"gs://bucket/a.pdf"}},
             {"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/abc"}},
             {"inlineData":{"mimeType":"audio/mp3","data":"CCCC"}}]
            """, body["contents"]![0]!["parts"]);
        Assert.Equal(["messages.image_url.detail"], dropped);
    }

    [Theory]
    [InlineData("""{"type":"json_object"}""", """{"responseMimeType":"application/json"}""")]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type":"object"}}}""", """{"responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}""")]
    [InlineData("""{"type":"text"}""", "{}")]
    public void ResponseFormat_IsAMediaTypeAndASchema(string format, string expected)
    {
        var (body, _) = To($$$"""{"model":"gemini-2.5-flash","messages":[{{{Hello}}}],"response_format":{{{format}}}}""");
        Wire.SameJson(expected, body["generationConfig"] ?? new JsonObject());
    }

    [Fact]
    public void JsonBesideTools_OfModelsThatTakeNotBoth_IsAForcedTool()
    {
        const string More = """
            "response_format":{"type":"json_object"},"tools":[{"type":"function","function":{"name":"f"}}]
            """;
        var (older, dropped) = To($$$"""{"model":"gemini-2.5-flash","messages":[{{{Hello}}}],{{{More}}}}""");
        Assert.Null(older["generationConfig"]);
        Assert.Equal(["f", "give_json_answer"], older["tools"]![0]!["functionDeclarations"]!.AsArray().Select(tool => (string?)tool!["name"]));
        Wire.SameJson("""{"functionCallingConfig":{"mode":"ANY"}}""", older["toolConfig"]);
        Assert.Empty(dropped);
        var (body, _) = To($$$"""{"model":"gemini-3-flash-preview","messages":[{{{Hello}}}],{{{More}}}}""");
        Assert.Equal("application/json", (string?)body["generationConfig"]!["responseMimeType"]);
    }

    [Theory]
    [InlineData("n", "one answer", "\"n\":2")]
    [InlineData("stop", "at most 5", "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]")]
    [InlineData("audio", "audio", "\"audio\":{\"voice\":\"x\"}")]
    [InlineData("modalities", "modalities", "\"modalities\":[\"text\",\"audio\"]")]
    [InlineData("web_search_options", "web_search_options", "\"web_search_options\":{}")]
    [InlineData("reasoning_effort", "xhigh", "\"reasoning_effort\":\"much\"")]
    public void Field_WithoutCounterpart_IsRefusedByName(string param, string says, string field) => Refused(param, says, $$"""
        "messages":[{{Hello}}],{{field}}
        """);

    [Theory]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://x.test/photo"}}""", "media type")]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://x.test/photo.php?a=.png"}}""", "media type")]
    [InlineData("""{"type":"file","file":{"file_id":"file-abc"}}""", "bytes")]
    public void Media_ThatTheVendorCannotFetch_IsRefused(string part, string says) => Refused("messages", says, $$"""
        "messages":[{"role":"user","content":[{{part}}]}]
        """);

    [Theory]
    [InlineData("""{"role":"user","content":[{"type":"text","text":""}]}""")]
    [InlineData("""{"role":"system","content":"S"}""")]
    [InlineData("""{"role":"assistant","reasoning_content":"Hm","content":null}""")]
    public void Messages_WithoutContent_AreRefused(string message) => Refused("messages", "at least one", $$"""
        "messages":[{{message}}]
        """);

    [Fact]
    public void WhatIsOnlyStyle_IsDroppedAndListed()
    {
        var (body, dropped) = To("""
            {"model":"gemini-3.1-pro-preview","messages":[{"role":"user","name":"ann","content":"Hello"},{"role":"assistant","reasoning_content":"Hm","content":"Hi"},
             {"role":"user","content":[{"type":"text","text":"So?","cache_control":{"type":"ephemeral"}}]}],"user":"u1","seed":99999999999,"frequency_penalty":0.1,
             "presence_penalty":0.2,"logit_bias":{"1":2},"stop":"","tools":[{"type":"function","function":{"name":"f","strict":true}}],"parallel_tool_calls":false}
            """);
        Assert.Equal(
            [
                "cache_control", "frequency_penalty", "logit_bias", "messages.name", "messages.reasoning_content", "parallel_tool_calls", "presence_penalty",
                "seed", "stop", "tools.strict", "user",
            ],
            dropped.Order());
        Assert.Null(body["generationConfig"]);
        Assert.Equal("Hi", (string?)body["contents"]![1]!["parts"]![0]!["text"]);
        Assert.Single(body["contents"]![1]!["parts"]!.AsArray());
    }

    [Fact]
    public void ForcedChoice_WithoutTools_IsDroppedAndListed()
    {
        var (body, dropped) = To($$$"""{"model":"gemini-2.5-flash","messages":[{{{Hello}}}],"tool_choice":"required","frequency_penalty":0}""");
        Assert.Equal(["tool_choice"], dropped);
        Assert.Equal(["contents"], body.AsObject().Select(field => field.Key));
    }

    private static (JsonNode Body, IReadOnlyList<string> Dropped) To(string body, ChatRequestOptions? options = null) =>
        Wire.Translate(Wire.OpenAi, Wire.Gemini, body, options);

    private static void Refused(string param, string says, string fields)
    {
        ExchangeError error = Wire.Untranslatable(Wire.OpenAi, Wire.Gemini, $$"""{"model":"gemini-2.5-flash",{{fields}}}""");
        Assert.Equal(param, error.Param);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
