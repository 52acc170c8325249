using System.Buffers;
using System.Text;
using Switchboard.Protocol.Operations;

namespace Switchboard.UnitTests.Protocol.Operations;

/// <summary>Embeddings of vendors with wires of their own: golden requests, golden answers.</summary>
public sealed class EmbeddingWireTests
{
    [Fact]
    public void Gemini_Request_HasOnePartForEachText()
    {
        var (body, dropped) = Request(new GeminiEmbed(), """{"model":"gemini/gemini-embedding-001","input":["a","b"],"dimensions":256,"input_type":"search_query","user":"u","truncate":"END"}""");

        Assert.Equal(
            """{"requests":[{"model":"models/m","content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY","outputDimensionality":256},{"model":"models/m","content":{"parts":[{"text":"b"}]},"taskType":"RETRIEVAL_QUERY","outputDimensionality":256}]}""",
            body);
        Assert.Equal(["user", "truncate"], dropped);
    }

    [Theory]
    [InlineData("""{"model":"m","input":"a","task_type":"CLUSTERING","title":"t"}""", "\"taskType\":\"CLUSTERING\",\"title\":\"t\"")]
    [InlineData("""{"model":"m","input":"a","input_type":"SEMANTIC_SIMILARITY"}""", "\"taskType\":\"SEMANTIC_SIMILARITY\"")]
    public void Gemini_GooglesOwnWords_PassThrough(string ask, string expected) => Assert.Contains(expected, Request(new GeminiEmbed(), ask).Body, StringComparison.Ordinal);

    [Theory]
    [InlineData("", 1, true)]
    [InlineData(",\"usageMetadata\":{\"promptTokenCount\":7}", 7, false)]
    public void Gemini_Reply_IsToldInOpenAisShape(string more, long tokens, bool estimated)
    {
        var (body, reply) = Reply(new GeminiEmbed(), """{"input":"four"}""", "{\"embeddings\":[{\"values\":[0.125,-1e-3]}]" + more + "}");

        Assert.Equal($$$"""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.125,-1e-3]}],"model":"asked","usage":{"prompt_tokens":{{{tokens}}},"total_tokens":{{{tokens}}}}}""", body);
        Assert.Equal((tokens, estimated), (reply!.Usage!.Value.Input, reply.Usage.Value.Estimated));
    }

    [Fact]
    public void Ollama_RequestAndReply_KeepItsOwnOptions()
    {
        var (body, dropped) = Request(new OllamaEmbed(), """{"model":"ollama/nomic-embed-text","input":"a","truncate":true,"keep_alive":"5m","options":{"num_ctx":2048},"input_type":"query","user":"u"}""");
        var (answer, reply) = Reply(new OllamaEmbed(), """{"input":"a","encoding_format":"base64"}""", """{"model":"nomic-embed-text","embeddings":[[1,0.5]],"prompt_eval_count":3}""");

        Assert.Equal("""{"model":"m","input":["a"],"truncate":true,"options":{"num_ctx":2048},"keep_alive":"5m"}""", body);
        Assert.Equal(["user"], dropped);
        Assert.Contains($"\"embedding\":\"{Convert.ToBase64String([0, 0, 128, 63, 0, 0, 0, 63])}\"", answer, StringComparison.Ordinal);
        Assert.Equal(3, reply!.Usage!.Value.Input);
    }

    public static TheoryData<string> Wires => [nameof(CohereEmbed), nameof(GeminiEmbed), nameof(OllamaEmbed)];

    [Theory]
    [MemberData(nameof(Wires))]
    public void Any_AnswerThatIsNone_IsAnError(string wire)
    {
        foreach (var body in (string[])["", "[]", "{}", "{", "\"x\"", """{"embeddings":null}""", """{"embeddings":7}""", """{"embeddings":[7]}""", """{"embeddings":{"float":[["x"]]}}""", """{"embeddings":[{"values":["x"]}]}""", """{"embeddings":[["x"]]}"""])
        {
            Assert.NotNull(Of(wire).ReadReply(Encoding.UTF8.GetBytes(body), Ask("""{"input":"a"}"""), new ArrayBufferWriter<byte>()).Error);
        }
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public void Any_RequestThatIsNone_IsAnErrorThatNamesTheField(string wire)
    {
        foreach (var (body, param) in ((string, string)[])[("""{"input":[1]}""", "input"), ("""{"input":[["a"]]}""", "input"), ("""{"input":7}""", "input"), ("""{"input":"a","encoding_format":"int8"}""", "encoding_format"), ("""{"input":"a","dimensions":"many"}""", "dimensions")])
        {
            Assert.Equal(param, Of(wire).WriteRequest(Ask(body), new ArrayBufferWriter<byte>()).Error!.Param);
        }
    }

    private static IOperationWire Of(string wire) => wire switch
    {
        nameof(CohereEmbed) => new CohereEmbed(),
        nameof(GeminiEmbed) => new GeminiEmbed(),
        _ => new OllamaEmbed(),
    };

    private static (string Body, IReadOnlyList<string> Dropped) Request(IOperationWire wire, string body)
    {
        var output = new ArrayBufferWriter<byte>();
        var written = wire.WriteRequest(Ask(body), output);
        Assert.Null(written.Error);
        return (Encoding.UTF8.GetString(output.WrittenSpan), written.Value!.Dropped);
    }

    private static (string Body, WireReply? Reply) Reply(IOperationWire wire, string ask, string body)
    {
        var output = new ArrayBufferWriter<byte>();
        var read = wire.ReadReply(Encoding.UTF8.GetBytes(body), Ask(ask), output);
        Assert.Null(read.Error);
        return (Encoding.UTF8.GetString(output.WrittenSpan), read.Value);
    }

    private static OperationAsk Ask(string body) => new() { Body = Encoding.UTF8.GetBytes(body), Model = "m", ModelAsked = "asked", Created = DateTimeOffset.UnixEpoch, Id = "req" };
}
