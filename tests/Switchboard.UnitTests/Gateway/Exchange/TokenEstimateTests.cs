using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Switchboard.Gateway.Exchange;
using Switchboard.UnitTests.Architecture;

namespace Switchboard.UnitTests.Gateway.Exchange;

public sealed class TokenEstimateTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whole requests, counted by OpenAI's rules for chats.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Prompt_OfAChat_IsWithinATenth(int index)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "Switchboard.UnitTests", "Gateway", "Exchange", "token-counts.json")));
        var chat = file.RootElement.GetProperty("chats")[index];
        var tokens = chat.GetProperty("tokens").GetInt32();
        foreach (var options in (JsonSerializerOptions[])[JsonSerializerOptions.Default, Relaxed, new() { WriteIndented = true }])
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new { model = "gpt-4o", stream = true, messages = chat.GetProperty("messages") }, options);

            Assert.InRange(TokenEstimate.Prompt(body), tokens * 0.9, (tokens * 1.1) + 1);
        }
    }

    [Fact]
    public void Prompt_EscapedOrNot_CountsTheSame()
    {
        const string plain = """{"messages":[{"role":"user","content":"Grüße an Zoë – 東京 🎉\/ok"}]}""";
        const string escaped = """{"messages":[{"role":"user","content":"Gr\u00fc\u00dfe an Zo\u00eb \u2013 \u6771\u4eac \ud83c\udf89/ok"}]}""";

        Assert.Equal(Prompt(plain), Prompt(escaped));
    }

    [Fact]
    public void Prompt_EscapedNames_CountAsPlainOnes()
    {
        const string plain = """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_schema","json_schema":{"name":"weather","schema":{"city":{"type":"string"}}}}}""";
        const string escaped = """{"m\u006fdel":"gpt-4o","messages":[{"r\u006fle":"user","content":"Hi"}],"\u0072\u0065\u0073\u0070\u006f\u006e\u0073\u0065\u005f\u0066\u006f\u0072\u006d\u0061\u0074":{"type":"json_schema","json_schema":{"name":"weather","schema":{"city":{"type":"string"}}}}}""";

        Assert.Equal(Prompt(plain), Prompt(escaped));
    }

    [Fact]
    public void Prompt_WhatAModelDoesNotReadAsText_CostsNothing()
    {
        var bare = Prompt("""{"messages":[{"role":"user","content":[{"type":"text","text":"What is this?"}]}]}""");
        var image = new string('A', 40_000);

        Assert.Equal(bare, Prompt($$$"""{"model":"gpt-4o-2024-11-20","user":"somebody","metadata":{"a":"many words of no concern"},"messages":[{"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{image}}}"}}]}]}"""));
        Assert.Equal(bare, Prompt($$$"""{"messages":[{"role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{image}}}"}}]}]}"""));
    }

    [Fact]
    public void Prompt_ToolsDefinitions_AreReadWithTheirNames()
    {
        const string ask = """{"messages":[{"role":"user","content":"Hi"}]""";
        var tools = Prompt(ask + ""","tools":[{"type":"function","function":{"name":"get_weather","description":"Tells the weather of a city","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}}}]}""") - Prompt(ask + "}");

        Assert.InRange(tools, 45, 90);
    }

    [Theory]
    [InlineData("{\"messages\":[{\"content\":\"cut o")]
    [InlineData("no json at all")]
    [InlineData("{\"\\ud800\":1}")]
    public void Prompt_NoJson_IsEstimatedFromItsSize(string body) => Assert.InRange(Prompt(body), 1, body.Length);

    [Theory]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"The sky is blue."}}]}""")]
    [InlineData("""{"id":"msg_0123456789","type":"message","content":[{"type":"text","text":"The sky is blue."}]}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"The sky is blue."}]}}]}""")]
    [InlineData("""{"type":"response.output_text.delta","delta":"The sky is blue."}""")]
    [InlineData("""{"id":"chatcmpl-1","object":"chat.completion.chunk","model":"gpt-4o","choices":[{"delta":{"content":"The sky is blue."}}]}""")]
    public void Answer_InAnyDialect_CountsItsTextAlone(string json) => Assert.Equal(5, TokenEstimate.Answer(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Answer_ToolCall_CountsNameAndArguments()
    {
        var openAi = TokenEstimate.Answer("""{"choices":[{"message":{"tool_calls":[{"id":"call_abcdefgh","function":{"name":"get_weather","arguments":"{\"city\":\"Berlin\",\"days\":3}"}}]}}]}"""u8);
        var anthropic = TokenEstimate.Answer("""{"content":[{"type":"tool_use","id":"toolu_abcdefgh","name":"get_weather","input":{"city":"Berlin","days":3}}]}"""u8);

        Assert.InRange(openAi, 10, 18);
        Assert.InRange(anthropic, 10, 18);
    }

    [Fact]
    public void OutputSample_LongStream_IsNearTheWholeText()
    {
        var sample = default(OutputSample);
        var whole = default(TextTokens);
        long bytes = 0;
        foreach (var word in string.Join(' ', Enumerable.Repeat("The quick brown fox jumps over the lazy dog , and nobody understands why .", 40)).Split(' '))
        {
            var piece = Encoding.UTF8.GetBytes(" " + word);
            sample.Note(Encoding.UTF8.GetBytes($$$"""data: {"choices":[{"delta":{"content":" {{{word}}}"}}]}""" + "\n\n"), piece.Length);
            whole.Add(piece);
            bytes += piece.Length;
        }

        Assert.InRange(sample.Tokens(bytes), whole.Count * 0.85, whole.Count * 1.15);
        Assert.Equal(25, default(OutputSample).Tokens(100));
    }

    private static long Prompt(string body) => TokenEstimate.Prompt(Encoding.UTF8.GetBytes(body));
}
