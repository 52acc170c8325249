using System.Buffers;
using System.Text;
using Switchboard.Protocol.Operations;

namespace Switchboard.UnitTests.Protocol.Operations;

public sealed class BedrockRerankTests
{
    [Theory]
    [InlineData("cohere.rerank-v3-5:0", """{"query":"q","documents":["a","b"],"top_n":1,"api_version":2}""")]
    [InlineData("amazon.rerank-v1:0", """{"query":"q","documents":["a","b"],"top_n":1}""")]
    public void WriteRequest_DocumentsOfEitherShape_AreTexts(string model, string expected)
    {
        var output = new ArrayBufferWriter<byte>();

        var written = new BedrockRerank().WriteRequest(Ask("""{"query":"q","documents":["a",{"text":"b"}],"top_n":1,"return_documents":true,"priority":3}""", model), output);

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(["priority"], written.Value!.Dropped);
    }

    [Theory]
    [InlineData("cohere.embed-v4:0", """{"query":"q","documents":["a"]}""", "model")]
    [InlineData("cohere.rerank-v3-5:0", """{"query":7,"documents":["a"]}""", "query")]
    [InlineData("cohere.rerank-v3-5:0", """{"query":"q","documents":[7]}""", "documents")]
    [InlineData("cohere.rerank-v3-5:0", """{"query":"q","documents":["a"],"top_n":"x"}""", "top_n")]
    public void WriteRequest_ThatIsNone_NamesTheField(string model, string body, string param) =>
        Assert.Equal(param, new BedrockRerank().WriteRequest(Ask(body, model), new ArrayBufferWriter<byte>()).Error!.Param);

    [Fact]
    public void ReadReply_DocumentsWanted_AreGivenBack()
    {
        var output = new ArrayBufferWriter<byte>();

        var read = new BedrockRerank().ReadReply("""{"results":[{"index":1,"relevance_score":0.5}]}"""u8.ToArray(), Ask("""{"query":"q","documents":["a","b"],"return_documents":true}"""), output);

        Assert.Equal("""{"id":"req","results":[{"index":1,"relevance_score":0.5,"document":{"text":"b"}}]}""", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Null(read.Value!.Usage);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"results":7}""")]
    public void ReadReply_ThatIsNone_IsAnError(string body) =>
        Assert.NotNull(new BedrockRerank().ReadReply(Encoding.UTF8.GetBytes(body), Ask("""{"query":"q","documents":["a"]}"""), new ArrayBufferWriter<byte>()).Error);

    private static OperationAsk Ask(string body, string model = "cohere.rerank-v3-5:0") =>
        new() { Body = Encoding.UTF8.GetBytes(body), Model = model, ModelAsked = "asked", Created = DateTimeOffset.UnixEpoch, Id = "req" };
}
