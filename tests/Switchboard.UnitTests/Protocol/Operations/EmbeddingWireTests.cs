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

    [Fact]
    public void Ollama_CountThatIsNone_IsNotTold()
    {
        var (_, reply) = Reply(new OllamaEmbed(), """{"input":"a"}""", """{"embeddings":[[1]],"prompt_eval_count":"many"}""");

        Assert.Null(reply!.Usage);
    }

    [Fact]
    public void Vertex_Request_HasOneInstanceForEachText()
    {
        var (body, dropped) = Request(new VertexEmbed(), """{"input":["a","b"],"dimensions":256,"input_type":"search_query","title":"t","truncate":"NONE","user":"u"}""", "text-embedding-005");

        Assert.Equal(
            """{"instances":[{"content":"a","task_type":"RETRIEVAL_QUERY","title":"t"},{"content":"b","task_type":"RETRIEVAL_QUERY","title":"t"}],"parameters":{"outputDimensionality":256,"autoTruncate":false}}""",
            body);
        Assert.Equal(["user"], dropped);
        Assert.Equal(["truncate"], Request(new VertexEmbed(), """{"input":"a","truncate":"START"}""").Dropped);
    }

    [Theory]
    [InlineData("gemini-embedding-001", "predict", """{"instances":[{"content":"a","task_type":"CLUSTERING"}],"parameters":{"outputDimensionality":768}}""")]
    [InlineData("gemini-embedding-2", "embedContent", """{"content":{"parts":[{"text":"a"}]},"taskType":"CLUSTERING","outputDimensionality":768}""")]
    public void Vertex_GeminiModels_TakeOneTextEachByItsVerb(string model, string verb, string expected)
    {
        var (body, _) = Request(new VertexEmbed(), """{"input":["a"],"dimensions":768,"task_type":"CLUSTERING"}""", model);
        var many = new VertexEmbed().WriteRequest(Ask("""{"input":["a","b","c"]}""", model), new ArrayBufferWriter<byte>()).Error!;

        Assert.Equal((verb, expected), (VertexEmbed.Verb(model), body));
        Assert.Equal("input", many.Param);
        Assert.Contains("there are 3", many.Message, StringComparison.Ordinal);
        Assert.Contains("text-embedding-005", many.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"predictions":[{"embeddings":{"values":[1],"statistics":{"token_count":5}}},{"embeddings":{"values":[2],"statistics":{"token_count":2.0}}}]}""", "1|2", 7, false)]
    [InlineData("""{"predictions":[{"embeddings":{"values":[1],"statistics":{"token_count":5}}},{"embeddings":{"values":[2]}}]}""", "1|2", 1, true)]
    [InlineData("""{"embedding":{"values":[3]},"usageMetadata":{"promptTokenCount":6}}""", "3", 6, false)]
    [InlineData("""{"embedding":{"values":[3]},"usageMetadata":{"promptTokenCount":"x"}}""", "3", 1, true)]
    public void Vertex_Reply_SumsTheTokensOfAllTexts(string answer, string vectors, long tokens, bool estimated)
    {
        var (body, reply) = Reply(new VertexEmbed(), """{"input":["ab","cd"]}""", answer);

        Assert.Equal($$$"""{"object":"list","data":[{{{string.Join(',', vectors.Split('|').Select(static (v, i) => $$"""{"object":"embedding","index":{{i}},"embedding":[{{v}}]}"""))}}}],"model":"asked","usage":{"prompt_tokens":{{{tokens}}},"total_tokens":{{{tokens}}}}}""", body);
        Assert.Equal((tokens, estimated), (reply!.Usage!.Value.Input, reply.Usage.Value.Estimated));
    }

    [Theory]
    [InlineData("amazon.titan-embed-text-v2:0", """{"input":"a","dimensions":512,"normalize":false,"user":"u","input_type":"x"}""", """{"inputText":"a","dimensions":512,"normalize":false}""", "user,input_type")]
    [InlineData("amazon.titan-embed-text-v1", """{"input":["a"],"normalize":true}""", """{"inputText":"a"}""", "normalize")]
    [InlineData("cohere.embed-english-v3", """{"input":["a","b"],"input_type":"search_query","truncate":"START","title":"t"}""", """{"texts":["a","b"],"input_type":"search_query","embedding_types":["float"],"truncate":"START"}""", "title")]
    [InlineData("us.cohere.embed-v4:0", """{"input":"a","dimensions":256,"truncate":"START"}""", """{"texts":["a"],"input_type":"search_document","embedding_types":["float"],"output_dimension":256,"truncate":"LEFT"}""", "")]
    public void Bedrock_Request_IsItsMakersBody(string model, string ask, string expected, string left)
    {
        var (body, dropped) = Request(new BedrockEmbed(), ask, model);

        Assert.Equal((expected, left), (body, string.Join(',', dropped)));
    }

    [Theory]
    [InlineData("amazon.titan-embed-text-v2:0", """{"input":["a","b"]}""", "input", "cohere.embed-v4:0")]
    [InlineData("amazon.titan-embed-text-v1", """{"input":"a","dimensions":256}""", "dimensions", "v2:0")]
    [InlineData("cohere.embed-english-v3", """{"input":"a","dimensions":256}""", "dimensions", "embed-v4:0")]
    [InlineData("amazon.titan-embed-image-v1", """{"input":"a"}""", "model", "titan-embed-text-v2:0")]
    [InlineData("anthropic.claude-sonnet-4-5-20250929-v1:0", """{"input":"a"}""", "model", "titan-embed-text-v2:0")]
    public void Bedrock_WhatTheModelCannot_IsRefusedWithWhatCan(string model, string ask, string param, string says)
    {
        var error = new BedrockEmbed().WriteRequest(Ask(ask, model), new ArrayBufferWriter<byte>()).Error!;

        Assert.Equal(param, error.Param);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amazon.titan-embed-text-v2:0", """{"embedding":[1],"embeddingsByType":{"float":[1]},"inputTextTokenCount":5}""", null, 5, false)]
    [InlineData("amazon.titan-embed-text-v1", """{"embedding":[1]}""", "6", 6, false)]
    [InlineData("cohere.embed-english-v3", """{"id":"e","embeddings":[[1]],"texts":["four"],"response_type":"embeddings_floats"}""", "7", 7, false)]
    [InlineData("cohere.embed-v4:0", """{"embeddings":{"float":[[1]]},"response_type":"embeddings_by_type"}""", null, 1, true)]
    [InlineData("cohere.embed-v4:0", """{"embeddings":{"float":[[1]]}}""", "-7", 1, true)]
    public void Bedrock_Reply_TellsWhatTheHeaderOrTheBodyTells(string model, string answer, string? header, long tokens, bool estimated)
    {
        var (body, reply) = Reply(new BedrockEmbed(), """{"input":"four"}""", answer, model, header);

        Assert.Equal($$$"""{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1]}],"model":"asked","usage":{"prompt_tokens":{{{tokens}}},"total_tokens":{{{tokens}}}}}""", body);
        Assert.Equal((tokens, estimated), (reply!.Usage!.Value.Input, reply.Usage.Value.Estimated));
    }

    public static TheoryData<string> Wires => [nameof(CohereEmbed), nameof(GeminiEmbed), nameof(OllamaEmbed), nameof(VertexEmbed), "Titan", "BedrockCohere"];

    [Theory]
    [MemberData(nameof(Wires))]
    public void Any_AnswerThatIsNone_IsAnError(string wire)
    {
        foreach (var body in (string[])["", "[]", "{}", "{", "\"x\"", """{"embeddings":null}""", """{"embeddings":7}""", """{"embeddings":[7]}""", """{"embeddings":{"float":[["x"]]}}""", """{"embeddings":[{"values":["x"]}]}""", """{"embeddings":[["x"]]}""", """{"embedding":{"values":["x"]}}""", """{"embedding":7}""", """{"predictions":[7]}""", """{"predictions":[{"embeddings":{"values":7}}]}""", """{"predictions":7}"""])
        {
            Assert.NotNull(Of(wire).ReadReply(Encoding.UTF8.GetBytes(body), Ask("""{"input":"a"}""", ModelOf(wire)), new ArrayBufferWriter<byte>()).Error);
        }
    }

    [Theory]
    [MemberData(nameof(Wires))]
    public void Any_RequestThatIsNone_IsAnErrorThatNamesTheField(string wire)
    {
        foreach (var (body, param) in ((string, string)[])[("""{"input":[1]}""", "input"), ("""{"input":[["a"]]}""", "input"), ("""{"input":7}""", "input"), ("""{"input":"a","encoding_format":"int8"}""", "encoding_format"), ("""{"input":"a","dimensions":"many"}""", "dimensions")])
        {
            Assert.Equal(param, Of(wire).WriteRequest(Ask(body, ModelOf(wire)), new ArrayBufferWriter<byte>()).Error!.Param);
        }
    }

    private static IOperationWire Of(string wire) => wire switch
    {
        nameof(CohereEmbed) => new CohereEmbed(),
        nameof(GeminiEmbed) => new GeminiEmbed(),
        nameof(VertexEmbed) => new VertexEmbed(),
        "Titan" or "BedrockCohere" => new BedrockEmbed(),
        _ => new OllamaEmbed(),
    };

    private static string ModelOf(string wire) => wire switch
    {
        "Titan" => "amazon.titan-embed-text-v2:0",
        "BedrockCohere" => "cohere.embed-v4:0",
        _ => "m",
    };

    private static (string Body, IReadOnlyList<string> Dropped) Request(IOperationWire wire, string body, string model = "m")
    {
        var output = new ArrayBufferWriter<byte>();
        var written = wire.WriteRequest(Ask(body, model), output);
        Assert.Null(written.Error);
        return (Encoding.UTF8.GetString(output.WrittenSpan), written.Value!.Dropped);
    }

    private static (string Body, WireReply? Reply) Reply(IOperationWire wire, string ask, string body, string model = "m", string? tokens = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var read = wire.ReadReply(Encoding.UTF8.GetBytes(body), Ask(ask, model) with { ReplyHeaders = tokens is null ? [] : [new("x-amzn-requestid", "r"), new("X-Amzn-Bedrock-Input-Token-Count", tokens)] }, output);
        Assert.Null(read.Error);
        return (Encoding.UTF8.GetString(output.WrittenSpan), read.Value);
    }

    private static OperationAsk Ask(string body, string model = "m") => new() { Body = Encoding.UTF8.GetBytes(body), Model = model, ModelAsked = "asked", Created = DateTimeOffset.UnixEpoch, Id = "req" };
}
