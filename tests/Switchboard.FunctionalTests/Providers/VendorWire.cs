using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Providers;

/// <summary>What a vendor gets and answers for a modality: the caller's own bytes where it speaks OpenAI's dialect, else its own wire's.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Body">The body; null where it is the form, or the file alone.</param>
internal sealed record VendorWire(string Target, string? Body)
{
    private const string Prediction = """{"id":"p1","model":"some-org/model-1","status":"succeeded","error":null,"output":["Good"," day"],"metrics":{"input_token_count":11,"output_token_count":7}}""";

    /// <summary>Vendors that refuse to be asked for usage tell it in the last chunk all the same.</summary>
    private static readonly Script UsageUnasked = Script.Frames(
        "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Good\"},\"finish_reason\":null}]}\n\n",
        "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" day\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}\n\n",
        "data: [DONE]\n\n");

    /// <summary>What the vendor answers where that is not what others do.</summary>
    public Script? Answer { get; init; }

    /// <summary>What is on record where that is not what it is for others.</summary>
    public string? Usage { get; init; }

    /// <summary>What the caller sees where that is not what it sees of others.</summary>
    public string? Expected { get; init; }

    public static VendorWire Of(KnownProvider row, Modality modality, string model) => (row.Dialect, modality.Name) switch
    {
        (Dialect.OpenAiChat, "chat stream") when !row.UnderstandsIncludeUsage => new(OpenAiTarget(row, modality, model), modality.Ask) { Answer = UsageUnasked },
        (Dialect.OpenAiChat, _) => new(OpenAiTarget(row, modality, model), OpenAiBody(row, modality)),
        (Dialect.AnthropicMessages, "token count") => new("/v1/messages/count_tokens", modality.Ask),
        (Dialect.AnthropicMessages, _) => new("/v1/messages", Streaming(modality, """{"model":"%model%","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"%text%"}]}]}""")),
        (Dialect.Gemini, "embedding") when row.IsVertex => new("/v1/publishers/google/models/text-embedding-005:predict", """{"instances":[{"content":"%text%"},{"content":"two"}]}""")
        {
            Answer = Script.Json("""{"predictions":[{"embeddings":{"values":[0.5,-0.25],"statistics":{"token_count":5,"truncated":false}}},{"embeddings":{"values":[1,2],"statistics":{"token_count":3.0,"truncated":false}}}]}"""),
        },
        (Dialect.Gemini, "embedding") => new("/v1beta/models/some-org%2Fmodel-1:batchEmbedContents", """{"requests":[{"model":"models/%model%","content":{"parts":[{"text":"%text%"}]}},{"model":"models/%model%","content":{"parts":[{"text":"two"}]}}]}""")
        {
            Answer = Script.Json("""{"embeddings":[{"values":[0.5,-0.25]},{"values":[1,2]}],"usageMetadata":{"promptTokenCount":8}}"""),
        },
        (Dialect.Gemini, "image") when row.IsVertex => new("/v1/publishers/google/models/imagen-4.0-generate-001:predict", """{"instances":[{"prompt":"%text%"}],"parameters":{"sampleCount":1,"aspectRatio":"1:1","includeRaiReason":true}}""")
        {
            Answer = Script.Json("""{"predictions":[{"mimeType":"image/png","bytesBase64Encoded":"AAAA"}]}"""),
            Expected = "AAAA",
        },
        (Dialect.Gemini, "image") => new("/v1beta/models/gemini-2.5-flash-image:generateContent", """{"contents":[{"role":"user","parts":[{"text":"%text%"}]}],"generationConfig":{"responseModalities":["IMAGE"],"maxOutputTokens":7000,"imageConfig":{"aspectRatio":"1:1"}}}""")
        {
            Answer = Script.Json("""{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":1290,"totalTokenCount":1298}}"""),
            Expected = "AAAA",
            Usage = "drawn 1290 of 8",
        },
        (Dialect.Gemini, _) => new(
            $"{(row.Name == "gemini" ? "/v1beta" : "/v1/publishers/google")}/models/{Uri.EscapeDataString(model)}:{(modality.IsStream ? "streamGenerateContent?alt=sse" : "generateContent")}",
            """{"contents":[{"role":"user","parts":[{"text":"%text%"}]}],"generationConfig":{"maxOutputTokens":9}}"""),
        (Dialect.Cohere, "embedding") => new("/v2/embed", """{"model":"%model%","texts":["%text%","two"],"input_type":"search_document","embedding_types":["float"]}""")
        {
            Answer = Script.Json("""{"id":"e","embeddings":{"float":[[0.5,-0.25],[1,2]]},"meta":{"billed_units":{"input_tokens":8}}}"""),
        },
        (Dialect.Cohere, "rerank") => new("/v2/rerank", """{"model":"%model%","query":"%text%","documents":["a","b"]}"""),
        (Dialect.Cohere, _) => new("/v2/chat", Streaming(modality, """{"model":"%model%","messages":[{"role":"user","content":"%text%"}],"max_tokens":9}""")),
        (Dialect.Ollama, "embedding") => new("/api/embed", """{"model":"%model%","input":["%text%","two"]}""")
        {
            Answer = Script.Json("""{"model":"m","embeddings":[[0.5,-0.25],[1,2]],"prompt_eval_count":8}"""),
        },
        (Dialect.Ollama, "completion" or "completion stream") => new("/v1/completions", OpenAiBody(row, modality)),
        (Dialect.Ollama, _) => new("/api/chat", """{"model":"%model%","messages":[{"role":"user","content":"%text%"}],"options":{"num_predict":9},"stream":%stream%}"""),
        (Dialect.BedrockConverse, "embedding") => new("/model/cohere.embed-v4%3A0/invoke", """{"texts":["%text%","two"],"input_type":"search_document","embedding_types":["float"]}""")
        {
            Answer = Script.Json("""{"id":"e","embeddings":{"float":[[0.5,-0.25],[1,2]]},"response_type":"embeddings_by_type"}""").WithHeader("X-Amzn-Bedrock-Input-Token-Count", "8"),
        },
        (Dialect.BedrockConverse, "image") => new("/model/amazon.nova-canvas-v1%3A0/invoke", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"%text%"},"imageGenerationConfig":{"numberOfImages":1,"width":512,"height":512}}""")
        {
            Answer = Script.Json("""{"images":["AAAA"],"error":null}"""),
            Expected = "AAAA",
        },
        (Dialect.BedrockConverse, "rerank") => new("/model/cohere.rerank-v3-5%3A0/invoke", """{"query":"%text%","documents":["a","b"],"api_version":2}""")
        {
            Answer = Script.Json("""{"results":[{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":0.1}]}"""),
        },
        (Dialect.BedrockConverse, _) => new(
            $"/model/{Uri.EscapeDataString(model)}/converse{(modality.IsStream ? "-stream" : "")}", """{"messages":[{"role":"user","content":[{"text":"%text%"}]}],"inferenceConfig":{"maxTokens":9}}"""),
        (Dialect.Deepgram, "transcription") => new("/v1/listen?model=some-org%2Fmodel-1&language=en&smart_format=true", null)
        {
            Answer = Script.Json("""{"metadata":{"duration":3.0},"results":{"channels":[{"alternatives":[{"transcript":"Good day","words":[]}]}]}}"""),
        },
        (Dialect.Deepgram, _) => new("/v1/speak?model=some-org%2Fmodel-1-alloy-en&encoding=mp3", """{"text":"%text%"}"""),
        (Dialect.Replicate, "image") => new("/v1/models/some-org/model-1/predictions", """{"input":{"prompt":"%text%","width":512,"height":512}}""")
        {
            Answer = Script.Json("""{"id":"p1","status":"succeeded","error":null,"output":["https://images.example/0.png"]}""", 201),
        },
        (Dialect.Replicate, _) => new("/v1/models/some-org/model-1/predictions", """{"input":{"prompt":"%text%","max_tokens":9}}""") { Answer = Script.Json(Prediction, 201) },
        _ => throw new NotSupportedException($"{row.Name} has no wire for {modality.Name}: write it here."),
    };

    /// <summary>The one header that carries the key.</summary>
    public static (string Name, string Value) AuthOf(KnownProvider row) => row.KeyPlacement switch
    {
        KeyPlacement.XApiKey => ("x-api-key", VendorFixture.KeyOf(row)),
        KeyPlacement.ApiKey => ("api-key", VendorFixture.KeyOf(row)),
        KeyPlacement.XGoogApiKey => ("x-goog-api-key", VendorFixture.KeyOf(row)),
        KeyPlacement.Token => ("Authorization", "Token " + VendorFixture.KeyOf(row)),
        _ => ("Authorization", "Bearer " + VendorFixture.KeyOf(row)),
    };

    /// <summary>What the upstream got of those.</summary>
    public static (string Name, string Value) AuthIn(UpstreamRequest request)
    {
        var name = Assert.Single((string[])["Authorization", "x-api-key", "api-key", "x-goog-api-key"], request.Headers.ContainsKey);
        return (name, request.Headers[name]);
    }

    private static string OpenAiTarget(KnownProvider row, Modality modality, string model)
    {
        var tail = modality.Door["/v1".Length..];
        var deployment = modality.Operation is Operation.File or Operation.Batch ? "" : "/deployments/" + Uri.EscapeDataString(model);
        return row.IsAzure ? $"/openai{deployment}{tail}?api-version=value-of-api_version" : VendorFixture.PathOf(row) + tail;
    }

    private static string? OpenAiBody(KnownProvider row, Modality modality)
    {
        var asksUsage = row.UnderstandsIncludeUsage || row.Name == "ollama"; // Its chat tells it unasked, its completions do not.
        return modality.IsStream && asksUsage ? "{\"stream_options\":{\"include_usage\":true}," + modality.Ask![1..] : modality.Ask;
    }

    private static string Streaming(Modality modality, string body) => modality.IsStream ? body[..^1] + ",\"stream\":true}" : body;
}
