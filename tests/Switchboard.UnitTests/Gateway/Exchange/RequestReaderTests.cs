using System.Diagnostics;
using System.Text;
using Switchboard.Gateway.Exchange;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.UnitTests.Gateway.Exchange;

public sealed class RequestReaderTests
{
    private static readonly TimeSpan LinearTime = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("""{"model":"m","messages":[],"model":"n"}""", "model")]
    [InlineData("""{"model":"m","messages":[],"mod\u0065l":"n"}""", "model")]
    [InlineData("""{"model":"m","messages":[],"Model":"n"}""", "model")]
    [InlineData("""{"MODEL":"m","messages":[]}""", "model")]
    [InlineData("""{"\u006dodel":"m","messages":[]}""", "model")]
    [InlineData("""{"model":"m","messages":[],"Max_Tokens":5}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":1,"max_tokens":900}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"stream":true,"STREAM":false}""", "stream")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a","content":"b"}]}""", "content")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"t":1,"\u0074":2}]}]}""", "t")]
    [InlineData("""{"model":"m","messages":[],"x":{"a":{"b":1,"b":2}}}""", "b")]
    [InlineData("""{"model":"m","messages":[],"stream_options":{"include_usage":true,"include_usage":false}}""", "include_usage")]
    [InlineData("""{"model":"m","messages":[],"stream_options":{"x":{"a":1,"a":2}}}""", "a")]
    [InlineData("""{"model":"m","messages":[],"cache":{"x":[{"a":1,"a":2}]}}""", "a")]
    [InlineData("""{"model":"m","messages":[],"stream_options":{"Include_Usage":false}}""", "include_usage")]
    [InlineData("""{"model":"m","messages":[],"stream_options":{"include\u005fusage":false}}""", "include_usage")]
    public void Read_NamesThatTwoParsersReadDifferently_AreRefused(string body, string param) => Assert.Equal(param, Refused(body).Param);

    [Theory]
    [InlineData("""{"model":1,"messages":[]}""", "model")]
    [InlineData("""{"model":null,"messages":[]}""", "model")]
    [InlineData("""{"model":"","messages":[]}""", "model")]
    [InlineData("""{"model":["m"],"messages":[]}""", "model")]
    [InlineData("""{"messages":[]}""", "model")]
    [InlineData("""{"model":"m"}""", "messages")]
    [InlineData("""{"model":"m","messages":{}}""", "messages")]
    [InlineData("""{"model":"m","messages":null}""", "messages")]
    [InlineData("""{"model":"m","messages":"hi"}""", "messages")]
    [InlineData("""{"model":"m","messages":[],"stream":"true"}""", "stream")]
    [InlineData("""{"model":"m","messages":[],"stream":1}""", "stream")]
    [InlineData("""{"model":"m","messages":[],"stream":{}}""", "stream")]
    [InlineData("""{"model":"m","messages":[],"stream_options":[]}""", "stream_options")]
    [InlineData("""{"model":"m","messages":[],"stream_options":"x"}""", "stream_options")]
    [InlineData("""{"model":"m","messages":[],"stream_options":{"include_usage":"yes"}}""", "stream_options.include_usage")]
    [InlineData("""{"model":"m","messages":[],"stream_options":{"include_usage":{"a":1}}}""", "stream_options.include_usage")]
    [InlineData("""{"model":"m","messages":[],"stream_options":{"include_usage":[true]}}""", "stream_options.include_usage")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":"5"}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":-1}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":1e99}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":99999999999999999999}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"max_completion_tokens":[]}""", "max_completion_tokens")]
    [InlineData("""{"model":"m","messages":[],"n":0}""", "n")]
    [InlineData("""{"model":"m","messages":[],"n":129}""", "n")]
    [InlineData("""{"model":"m","messages":[],"n":"2"}""", "n")]
    [InlineData("""{"model":"m","messages":[],"temperature":"hot"}""", "temperature")]
    [InlineData("""{"model":"m","messages":[],"temperature":true}""", "temperature")]
    [InlineData("""{"model":"m","messages":[],"cache":true}""", "cache")]
    [InlineData("""{"model":"m","messages":[],"cache":[]}""", "cache")]
    [InlineData("""{"model":"m","messages":[],"cache":{"no-store":"true"}}""", "cache.no-store")]
    [InlineData("""{"model":"m","messages":[],"cache":{"no_cache":1}}""", "cache.no_cache")]
    public void Read_WrongTypeOfGovernedField_NamesTheField(string body, string param) => Assert.Equal(param, Refused(body).Param);

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{\"model\":\"m\",\"messages\":[]")]
    [InlineData("{\"model\":\"m\",\"messages\":[]}}")]
    [InlineData("{\"model\":\"m\",\"messages\":[]}{}")]
    [InlineData("{\"model\":\"m\",\"messages\":[],}")]
    [InlineData("{'model':'m','messages':[]}")]
    [InlineData("{\"model\":\"m\",\"messages\":[]/* so */}")]
    [InlineData("{\"model\":\"m\",\"messages\":[NaN]}")]
    [InlineData("{\"model\":\"m\",\"messages\":[01]}")]
    [InlineData("{\"model\":\"m\",\"messages\":[\"\\x\"]}")]
    [InlineData("{\"model\":\"m\",\"messages\":[\"a\nb\"]}")]
    [InlineData("\uFEFF{\"model\":\"m\",\"messages\":[]}")]
    [InlineData("{\"model\":\"\\ud800\",\"messages\":[]}")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"\\ud800\":1,\"\\udc00\":2}")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"\\ud800\":1,\"\\ud800\":2}]}")]
    public void Read_NoPlainJsonObject_IsRefusedWithAWord(string body) => Assert.True(Refused(body).Message.Length > 20);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE })]
    [InlineData(new byte[] { 0xC0, 0xAF })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0x80 })]
    public void Read_InvalidUtf8_IsRefused(byte[] odd)
    {
        byte[] body = [.. "{\"model\":\"m\",\"messages\":[\""u8, .. odd, .. "\"]}"u8];

        var (_, error) = RequestReader.Read(body, Dialect.OpenAiChat);

        Assert.Contains("UTF-8", error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"\ud800"}],"stop":"\udfff"}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"\udc00\ud800"}]}],"x":{"\ud83d\ude00":1}}""")]
    public void Read_HalfASurrogatePairInAValue_IsTheVendorsBusiness(string body) =>
        Assert.Null(RequestReader.Read(Encoding.UTF8.GetBytes(body), Dialect.OpenAiChat).Error?.Message);

    [Fact]
    public void Read_NestedTooDeep_SaysHowDeepIsAllowed()
    {
        var deep = new string('[', 200) + new string(']', 200);

        Assert.Contains("128", Refused($$"""{"model":"m","messages":{{deep}}}""").Message, StringComparison.Ordinal);
        Assert.Contains("128", Refused($"{{\"model\":\"m\",\"messages\":[],\"cache\":{{\"a\":{deep}}}}}").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MillionNamesInOneObject_TakesLinearTime()
    {
        var names = string.Join(',', Enumerable.Range(0, 1_000_000).Select(static i => $"\"n{i}\":0"));
        var started = Stopwatch.GetTimestamp();

        var (fields, _) = RequestReader.Read(Encoding.UTF8.GetBytes($"{{\"model\":\"m\",\"messages\":[{{{names}}}]}}"), Dialect.OpenAiChat);
        var doubled = Refused($$"""{"model":"m","messages":[],{{names}},"\u006e0":1}""");

        Assert.NotNull(fields);
        Assert.Equal("n0", doubled.Param);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, LinearTime);
    }

    [Fact]
    public void Read_AnthropicWithoutLimit_SaysWhatIsMissing()
    {
        var (_, error) = RequestReader.Read("""{"model":"m","messages":[]}"""u8, Dialect.AnthropicMessages);

        Assert.Equal("max_tokens", error?.Param);
    }

    private static ExchangeError Refused(string body)
    {
        var (_, error) = RequestReader.Read(Encoding.UTF8.GetBytes(body), Dialect.OpenAiChat);
        Assert.NotNull(error);
        Assert.Equal(ErrorKind.InvalidRequest, error.Kind);
        return error;
    }
}
