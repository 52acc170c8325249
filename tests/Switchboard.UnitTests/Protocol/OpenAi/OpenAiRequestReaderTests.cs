using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Protocol.OpenAi;

public sealed class OpenAiRequestReaderTests
{
    [Theory]
    [InlineData("", "body")]
    [InlineData("[]", "body")]
    [InlineData("{", "body")]
    [InlineData("""{"model":"a","model":"b","messages":[]}""", "body")]
    [InlineData("""{"model":"a","mod\u0065l":"b","messages":[]}""", "body")]
    [InlineData("""{"\ud800":1,"model":"a","messages":[]}""", "body")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":1,"messages":[{"role":"user","content":"x"}]}""", "model")]
    [InlineData("""{"model":"m"}""", "messages")]
    [InlineData("""{"model":"m","messages":{}}""", "messages")]
    [InlineData("""{"model":"m","messages":[]}""", "messages")]
    [InlineData("""{"model":"m","messages":[7]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"},{"role":"robot","content":"x"}]}""", "messages[1].role")]
    [InlineData("""{"model":"m","messages":[{"role":"user"}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"video"}]}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp://x"}}]}]}""", "messages[0].content.image_url.url")]
    [InlineData("""{"model":"m","messages":[{"role":"tool","content":"x"}]}""", "messages[0].tool_call_id")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"a","type":"custom","custom":{}}]}]}""", "messages[0].tool_calls")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":"hot"}""", "temperature")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":1.5}""", "max_completion_tokens")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"stream":"yes"}""", "stream")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"functions":[]}""", "functions")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"custom"}]}""", "tools")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"tool_choice":{"type":"allowed_tools"}}""", "tool_choice")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"x"}],"response_format":{"type":"xml"}}""", "response_format")]
    public void Read_WhatCannotBeUnderstood_NamesTheField(string body, string param)
    {
        var error = Wire.Refused(Wire.OpenAi, body);
        Assert.Equal(param, error.Param);
        Assert.Equal(ErrorKind.InvalidRequest, error.Kind);
    }

    [Fact]
    public void Read_BrokenUtf8_IsRefused()
    {
        var body = """{"model":"m","messages":[{"role":"user","content":"x"}]}"""u8.ToArray();
        body[10] = 0xFF;
        Assert.Equal("body", Switchboard.Protocol.Chat.ChatDialects.For(Wire.OpenAi).ReadRequest(body).Error?.Param);
    }

    [Fact]
    public void Read_HalfASurrogatePair_IsReplaced()
    {
        var request = Wire.ReadRequest(Wire.OpenAi, """{"model":"m","messages":[{"role":"user","content":"a\ud83db\ud83d\ude00\n"}]}""");
        Assert.Equal("a\uFFFDb\U0001F600\n", ((Switchboard.Protocol.Chat.TextPart)request.Messages[0].Parts[0]).Text);
    }

    [Fact]
    public void RoundTrip_EveryFieldOfTheDialect_ComesBack()
    {
        const string Body = """
            {"model":"gpt-5.1","messages":[
               {"role":"system","content":"Be brief."},
               {"role":"user","name":"ann","content":[{"type":"text","text":"See"},
                 {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},
                 {"type":"file","file":{"file_id":"file-1"}},{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}]},
               {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{ }"}}]},
               {"role":"tool","tool_call_id":"c1","content":"done"},
               {"role":"assistant","content":"Well.","refusal":"No."}],
             "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object"},"strict":false}}],
             "tool_choice":{"type":"function","function":{"name":"f"}},"parallel_tool_calls":true,"max_completion_tokens":9,
             "temperature":0.5,"top_p":0.25,"frequency_penalty":1,"presence_penalty":-1,"n":2,"seed":3,"stop":["a","b"],
             "response_format":{"type":"json_schema","json_schema":{"name":"n","description":"d","schema":{"type":"object"},"strict":true}},
             "reasoning_effort":"xhigh","user":"u","stream":true,"stream_options":{"include_usage":true},
             "logit_bias":{"5":1},"metadata":{"a":"b"},"service_tier":"flex","verbosity":"low"}
            """;
        var (body, dropped) = Wire.Translate(Wire.OpenAi, Wire.OpenAi, Body);
        Wire.SameJson(Body, body);
        Assert.Empty(dropped);
    }
}
