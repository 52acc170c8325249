using System.Buffers;
using System.Text;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Operations;

namespace Switchboard.UnitTests.Protocol.Operations;

public sealed class ReplicateChatTests
{
    private static readonly IVendorDialect Replicate = ChatDialects.Vendor(Dialect.Replicate);

    [Theory]
    [InlineData(
        """{"model":"x","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}],"max_tokens":9,"temperature":0.5,"top_p":0.9,"seed":3,"stop":["a","b"],"min_tokens":2,"user":"u","n":1}""",
        """{"input":{"prompt":"Hi","system_prompt":"Be brief.","max_tokens":9,"temperature":0.5,"top_p":0.9,"seed":3,"stop_sequences":"a,b","min_tokens":2}}""", "user")]
    [InlineData(
        """{"model":"x","messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"},{"role":"user","content":[{"type":"text","text":"Bye"}]}]}""",
        """{"input":{"prompt":"User: Hi\n\nAssistant: Hello\n\nUser: Bye\n\nAssistant:"}}""", "")]
    public void Request_Conversation_BecomesAPrompt(string ask, string expected, string dropped)
    {
        var output = new ArrayBufferWriter<byte>();

        var written = Replicate.WriteRequest(Wire.ReadRequest(Wire.OpenAi, ask), new ChatRequestOptions { Model = "meta/llama" }, output);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(dropped, string.Join(',', written.Value!));
    }

    [Theory]
    [InlineData("""{"model":"x","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://a/b.png"}}]}]}""", "messages")]
    [InlineData("""{"model":"x","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f"}}]}""", "tools")]
    public void Request_WhatHasNoPlace_IsRefused(string ask, string param)
    {
        var output = new ArrayBufferWriter<byte>();

        var written = Replicate.WriteRequest(Wire.ReadRequest(Wire.OpenAi, ask), new ChatRequestOptions { Model = "meta/llama" }, output);

        Assert.Equal((param, 0), (written.Error!.Param, output.WrittenCount));
    }

    [Theory]
    [InlineData("meta/llama-3", "/models/meta/llama-3/predictions")]
    [InlineData("stability-ai/sdxl:abc", "/predictions")]
    [InlineData("abc", "/predictions")]
    [InlineData("a/b/c", "/predictions")]

    public void Model_Name_SaysWhereItRuns(string model, string path) => Assert.Equal(path, ReplicateModel.Path(model));

    [Fact]
    public void Reply_PiecesOfText_AreOneText()
    {
        const string body = """{"id":"p1","model":"meta/llama","status":"succeeded","output":["Hel","lo"],"metrics":{"input_token_count":4,"output_token_count":2}}""";

        var reply = Replicate.ReadReply(Encoding.UTF8.GetBytes(body)).Value!;
        var facts = Replicate.InspectReply(Encoding.UTF8.GetBytes(body));
        var updates = new List<ChatUpdate>();
        var reader = Replicate.CreateStreamReader();
        reader.Read(default, Encoding.UTF8.GetBytes(body), updates);
        reader.Complete(updates);

        Assert.Equal(("Hello", new TokenUsage(4, 2)), (((TextPart)Assert.Single(reply.Parts)).Text, reply.Usage));
        Assert.Equal((true, 1, "meta/llama"), (facts.IsReply, facts.Items, facts.Model));
        Assert.Equal("Hello", ((TextPart)Assert.Single(ChatReplyUpdates.Collect(updates).Parts)).Text);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("""{"output":{"a":1}}""")]
    [InlineData("""{"output":["a",1]}""")]
    public void Reply_NoText_IsNone(string body)
    {
        var updates = new List<ChatUpdate>();
        var reader = Replicate.CreateStreamReader();
        reader.Read(default, Encoding.UTF8.GetBytes(body), updates);
        reader.Complete(updates);

        Assert.NotNull(Replicate.ReadReply(Encoding.UTF8.GetBytes(body)).Error);
        Assert.False(Replicate.InspectReply(Encoding.UTF8.GetBytes(body)).IsReply);
        Assert.Equal(ChatUpdateKind.Error, Assert.Single(updates).Kind);
    }
}
