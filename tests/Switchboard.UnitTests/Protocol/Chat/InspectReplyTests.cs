using System.Text;
using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Chat;

public sealed class InspectReplyTests
{
    [Fact]
    public void Completion_TellsWhatMeteringAndSplicingNeed()
    {
        const string Body = """
            {"id":"c","model":"m","provider":"x","choices":[{"message":{"content":"four","tool_calls":[{"id":"i","function":{"name":"n","arguments":"{}"}}]},"finish_reason":"stop"},
             {"message":{"content":null},"finish_reason":"length"}],"usage":{"prompt_tokens":5,"completion_tokens":6}}
            """;
        var facts = ChatDialects.For(Wire.OpenAi).InspectReply(Encoding.UTF8.GetBytes(Body + " \n"));
        Assert.Equal(
            new ReplyFacts
            {
                IsObject = true,
                IsReply = true,
                Usage = new(5, 6),
                Id = "c",
                Model = "m",
                Finish = FinishReason.Length,
                Items = 2,
                OutputBytes = 6,
                HasProvider = true,
                ClosingBrace = Body.Length - 1,
            },
            facts);
    }

    [Fact]
    public void Message_TellsWhatMeteringAndSplicingNeed()
    {
        const string Body = """
            {"id":"a","model":"m","content":[{"type":"text","text":"four"},{"type":"tool_use","id":"i","name":"n","input":{"a": 1}}],
             "stop_reason":"tool_use","cached":true,"cache_hit_type":"exact","usage":{"input_tokens":5,"output_tokens":6}}
            """;
        var facts = ChatDialects.For(Wire.Anthropic).InspectReply(Encoding.UTF8.GetBytes(Body));
        Assert.Equal(
            new ReplyFacts
            {
                IsObject = true,
                IsReply = true,
                Usage = new(5, 6),
                Id = "a",
                Model = "m",
                Finish = FinishReason.ToolCalls,
                Items = 2,
                OutputBytes = 12,
                HasCached = true,
                HasCacheHitType = true,
                ClosingBrace = Body.Length - 1,
            },
            facts);
    }

    [Theory]
    [InlineData("", false, false)]
    [InlineData("[]", false, false)]
    [InlineData("{} {}", false, false)]
    [InlineData("{\"choices\":[", false, false)]
    [InlineData("{}", true, false)]
    [InlineData("{\"error\":{\"message\":\"x\"}}", true, false)]
    [InlineData("{\"choices\":null,\"content\":null}", true, false)]
    public void OtherBody_IsNoReply(string body, bool isObject, bool isReply)
    {
        foreach (var dialect in Wire.Vendors)
        {
            var facts = ChatDialects.Vendor(dialect).InspectReply(Encoding.UTF8.GetBytes(body));
            Assert.Equal((isObject, isReply), (facts.IsObject, facts.IsReply));
        }
    }
}
