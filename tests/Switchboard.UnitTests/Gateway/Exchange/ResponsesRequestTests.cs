using System.Text;
using Switchboard.Gateway.Exchange;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Gateway.Exchange;

/// <summary>What the gateway reads of a responses' request before anyone else does.</summary>
public sealed class ResponsesRequestTests
{
    [Theory]
    [InlineData("""{"model":"m","input":"x","input":"y"}""", "input")]
    [InlineData("""{"model":"m","Input":"x"}""", "input")]
    [InlineData("""{"model":"m","\u0069nput":"x"}""", "input")]
    [InlineData("""{"model":"m","input":"x","Max_Output_Tokens":5}""", "max_output_tokens")]
    [InlineData("""{"model":"m","input":"x","Previous_Response_Id":"resp_1"}""", "previous_response_id")]
    [InlineData("""{"model":"m","input":"x","previous\u005fresponse_id":"resp_1"}""", "previous_response_id")]
    [InlineData("""{"model":"m","input":"x","previous_response_id":null,"previous_response_id":"resp_1"}""", "previous_response_id")]
    [InlineData("""{"model":"m","input":"x","STORE":true}""", "store")]
    [InlineData("""{"model":"m","input":"x","Background":true}""", "background")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":"a","content":"b"}]}""", "content")]
    public void Read_NamesThatTwoParsersReadDifferently_AreRefused(string body, string param) => Assert.Equal(param, Refused(body).Param);

    [Theory]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","messages":[]}""", "input")]
    [InlineData("""{"model":"m","input":{}}""", "input")]
    [InlineData("""{"model":"m","input":null}""", "input")]
    [InlineData("""{"input":"x"}""", "model")]
    [InlineData("""{"model":"m","input":"x","max_output_tokens":"5"}""", "max_output_tokens")]
    [InlineData("""{"model":"m","input":"x","max_output_tokens":-1}""", "max_output_tokens")]
    [InlineData("""{"model":"m","input":"x","previous_response_id":7}""", "previous_response_id")]
    [InlineData("""{"model":"m","input":"x","previous_response_id":""}""", "previous_response_id")]
    [InlineData("""{"model":"m","input":"x","store":"no"}""", "store")]
    [InlineData("""{"model":"m","input":"x","background":true}""", "background")]
    [InlineData("""{"model":"m","input":"x","conversation":{"id":"conv_1"}}""", "conversation")]
    [InlineData("""{"model":"m","input":"x","prompt":{"id":"pmpt_1"}}""", "prompt")]
    [InlineData("""{"model":"m","input":[{"type":"item_reference","id":"msg_1"}]}""", "input")]
    [InlineData("""{"model":"m","input":[{"type":"item\u005freference","id":"msg_1"}]}""", "input")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":"x"},{"id":"msg_1"}]}""", "input")]
    [InlineData("""{"model":"m","input":[{"type":null,"id":"msg_1"}]}""", "input")]
    [InlineData("""{"model":"m","input":[{"role":null,"type":null,"id":"msg_1"}]}""", "input")]
    [InlineData("""{"model":"m","input":[{"Type":"message","id":"msg_1"}]}""", "input")]
    [InlineData("""{"model":"m","tools":[{"type":"function"}],"input":[{}]}""", "input")]
    public void Read_WhatCannotBeServed_NamesTheField(string body, string param) => Assert.Equal(param, Refused(body).Param);

    [Fact]
    public void Read_GovernedFields_AreNoted()
    {
        var fields = Fields("""
            {"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"x"},{"type":"input_image","image_url":"u"},{"type":"input_file","file_id":"f"}]},
             {"type":"function_call","call_id":"a","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"a","output":"x"}],
             "tools":[{"type":"function","name":"f"}],"max_output_tokens":7,"stream":true,"store":false,"previous_response_id":"resp_1"}
            """);

        Assert.Equal((7, true, false, "resp_1"), (fields.OutputLimit, fields.Stream, fields.Store, fields.PreviousResponse));
        Assert.Equal((2, true, true, false), (fields.Attachments, fields.IsContinued, fields.HasToolResults, fields.HasVendorTools));
    }

    [Theory]
    [InlineData("""{"model":"m","input":"x","tools":[{"type":"function"},{"type":"web_search"}]}""", true)]
    [InlineData("""{"model":"m","input":"x","tools":[{"type":"mcp","server_url":"https://example.com"}]}""", true)]
    [InlineData("""{"model":"m","input":"x","tools":[{"type":"function","parameters":{"type":"object"}},{"type":"custom"}]}""", false)]
    public void Read_ToolsThatTheVendorRuns_AreNoted(string body, bool expected) => Assert.Equal(expected, Fields(body).HasVendorTools);

    [Fact]
    public void Read_NullLimit_IsWhereALimitGoes()
    {
        const string Body = """{"model":"openai/m","input":"x","max_output_tokens": null ,"stream":true}""";

        var spliced = RequestSplice.Apply(Encoding.UTF8.GetBytes(Body), Fields(Body), "m", askUsage: false, "max_output_tokens", 99);

        Assert.Equal("""{"model":"m","input":"x","max_output_tokens": 99 ,"stream":true}""", Encoding.UTF8.GetString(spliced.Span));
    }

    [Fact]
    public void Read_ChatsOwnNames_AreNothingSpecialHere()
    {
        var fields = Fields("""{"model":"m","input":"x","max_tokens":"odd","n":"odd","messages":"odd"}""");

        Assert.Equal((null, 1), (fields.OutputLimit, fields.Choices));
    }

    private static GovernedFields Fields(string body)
    {
        var (fields, error) = RequestReader.Read(Encoding.UTF8.GetBytes(body), Dialect.OpenAiResponses);
        Assert.Null(error?.Message);
        return fields!;
    }

    private static ExchangeError Refused(string body)
    {
        var (_, error) = RequestReader.Read(Encoding.UTF8.GetBytes(body), Dialect.OpenAiResponses);
        Assert.NotNull(error);
        Assert.Equal(ErrorKind.InvalidRequest, error.Kind);
        return error;
    }
}
