using System.Buffers;
using System.Text;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Operations;

namespace Switchboard.UnitTests.Protocol.Operations;

/// <summary>Imagen's and Gemini's images, on Vertex AI and at Gemini's own address: golden requests, golden answers.</summary>
public sealed class GoogleImagesTests
{
    private const string Imagen4 = "imagen-4.0-generate-001";
    private const string Gemini25 = "gemini-2.5-flash-image";
    private const string Gemini3 = "gemini-3-pro-image";

    private static readonly GoogleImages Vertex = new(onVertex: true);
    private static readonly GoogleImages Gemini = new(onVertex: false);

    [Theory]
    [InlineData(Imagen4, "predict")]
    [InlineData("models/imagen-4.0-fast-generate-001", "predict")]
    [InlineData(Gemini25, "generateContent")]
    [InlineData("models/" + Gemini3, "generateContent")]
    public void Verb_OfAModel_IsItsFamilys(string model, string verb) => Assert.Equal(verb, GoogleImages.Verb(model));

    [Theory]
    // Unasked, Imagen makes four: so it is always told how many.
    [InlineData("""{"prompt":"a fox"}""", """{"sampleCount":1}""", "")]
    [InlineData("""{"prompt":"a fox","n":3,"size":"auto","quality":"auto","background":"auto","moderation":null}""", """{"sampleCount":3}""", "")]
    [InlineData("""{"prompt":"a fox","size":"512x512","quality":"hd","user":"u","style":"vivid","response_format":"b64_json","stream":false}""", """{"sampleCount":1,"aspectRatio":"1:1"}""", "quality,user,style")]
    [InlineData("""{"prompt":"a fox","size":"1792x1024","output_format":"png","output_compression":50}""", """{"sampleCount":1,"aspectRatio":"16:9","outputOptions":{"mimeType":"image/png"}}""", "output_compression")]
    [InlineData("""{"prompt":"a fox","size":"2048x2048","output_format":"jpeg","output_compression":50}""", """{"sampleCount":1,"aspectRatio":"1:1","sampleImageSize":"2K","outputOptions":{"mimeType":"image/jpeg","compressionQuality":50}}""", "")]
    [InlineData("""{"prompt":"a fox","size":"4096x4096"}""", """{"sampleCount":1,"aspectRatio":"1:1","sampleImageSize":"2K"}""", "")]
    [InlineData("""{"prompt":"a fox","aspect_ratio":"9:16","seed":5,"addWatermark":false,"language":"ja","negative_prompt":"dogs"}""", """{"sampleCount":1,"aspectRatio":"9:16","seed":5,"addWatermark":false,"language":"ja"}""", "negative_prompt")]
    public void Imagen_OnVertex_IsOneInstanceWithParameters(string ask, string parameters, string dropped) => Assert.Equal(
        ("""{"instances":[{"prompt":"a fox"}],"parameters":""" + parameters[..^1] + ",\"includeRaiReason\":true}}", dropped), Vertex.Write(Imagen4, ask));

    [Fact]
    public void Imagen_AtGeminisAddress_HasNeitherSeedNorVertexsSwitches() => Assert.Equal(
        ("""{"instances":[{"prompt":"a fox"}],"parameters":{"sampleCount":1,"personGeneration":"allow_adult","includeRaiReason":true}}""", "seed,addWatermark"),
        Gemini.Write(Imagen4, """{"prompt":"a fox","seed":5,"addWatermark":false,"personGeneration":"allow_adult"}"""));

    [Fact]
    public void Imagen_BucketOfTheVendors_IsNoFieldOfCallers() =>
        Assert.Equal("storageUri", Vertex.Write(Imagen4, """{"prompt":"a fox","storageUri":"gs://of-somebody"}""").Dropped);

    [Theory]
    [InlineData("""{"prompt":"a fox","size":"1024x1024"}""", """{"imageConfig":{"aspectRatio":"1:1"}}""", "")]
    [InlineData("""{"prompt":"a fox","size":"2048x2048"}""", """{"imageConfig":{"aspectRatio":"1:1","imageSize":"2K"}}""", "")]
    [InlineData("""{"prompt":"a fox","size":"4096x4096","n":1}""", """{"imageConfig":{"aspectRatio":"1:1","imageSize":"4K"}}""", "")]
    [InlineData("""{"prompt":"a fox","size":"1536x1024","output_format":"jpeg","output_compression":80,"quality":"high"}""", """{"imageConfig":{"aspectRatio":"3:2","imageOutputOptions":{"mimeType":"image/jpeg","compressionQuality":80}}}""", "quality")]
    [InlineData("""{"prompt":"a fox","seed":5,"aspect_ratio":"21:9"}""", """{"seed":5,"imageConfig":{"aspectRatio":"21:9"}}""", "")]
    public void GeminiThree_OnVertex_AsksForAnImageOfItsShapeAndSize(string ask, string config, string dropped) => Assert.Equal(
        ("""{"contents":[{"role":"user","parts":[{"text":"a fox"}]}],"generationConfig":{"responseModalities":["IMAGE"],"maxOutputTokens":7000,""" + config[1..] + "}", dropped), Vertex.Write(Gemini3, ask));

    [Fact]
    public void GeminiTwo_AtGeminisAddress_HasOneResolutionAndNoFormats() => Assert.Equal(
        ("""{"contents":[{"role":"user","parts":[{"text":"a fox"}]}],"generationConfig":{"responseModalities":["IMAGE"],"maxOutputTokens":7000,"imageConfig":{"aspectRatio":"1:1"}}}""", "output_format,output_compression"),
        Gemini.Write(Gemini25, """{"prompt":"a fox","size":"2048x2048","output_format":"webp","output_compression":80}"""));

    [Fact]
    public void Gemini_NothingButWords_IsNoMoreThanThat() => Assert.Equal(
        ("""{"contents":[{"role":"user","parts":[{"text":"a fox"}]}],"generationConfig":{"responseModalities":["IMAGE"],"maxOutputTokens":7000}}""", ""),
        Gemini.Write(Gemini25, """{"prompt":"a fox"}"""));

    [Theory]
    [InlineData(Imagen4, """{"n":1}""", "prompt", "required")]
    [InlineData(Imagen4, """{"prompt":7}""", "prompt", "string")]
    [InlineData(Imagen4, """{"prompt":"x","n":5}""", "n", "up to 4 images")]
    [InlineData(Imagen4, """{"prompt":"x","size":"1536x1024"}""", "size", "4:3, 9:16 or 16:9, and 1536x1024 is none")]
    [InlineData(Imagen4, """{"prompt":"x","size":"large"}""", "size", "1024x1024")]
    [InlineData(Imagen4, """{"prompt":"x","size":"0x7"}""", "size", "1024x1024")]
    [InlineData(Imagen4, """{"prompt":"x","aspect_ratio":"2:3"}""", "aspect_ratio", "not of 2:3")]
    [InlineData(Imagen4, """{"prompt":"x","response_format":"url"}""", "response_format", "b64_json")]
    [InlineData(Imagen4, """{"prompt":"x","stream":true}""", "stream", "one piece")]
    [InlineData(Imagen4, """{"prompt":"x","output_format":"webp"}""", "output_format", "png or jpeg")]
    [InlineData(Imagen4, """{"prompt":"x","seed":7}""", "seed", "addWatermark: false")]
    [InlineData(Imagen4, """{"prompt":"x","seed":7,"addWatermark":true}""", "seed", "addWatermark: false")]
    [InlineData(Gemini25, """{"prompt":"x","n":2}""", "n", "one image")]
    [InlineData(Gemini25, """{"prompt":"x","size":"3000x1000"}""", "size", "21:9")]
    [InlineData(Gemini25, """{"prompt":"x","output_format":"webp"}""", "output_format", "png or jpeg")]
    [InlineData("gemini-2.5-flash", """{"prompt":"x"}""", "model", Gemini25)]
    [InlineData("text-embedding-005", """{"prompt":"x"}""", "model", Imagen4)]
    public void Any_WhatTheModelCannot_IsRefusedWithWhatCan(string model, string ask, string param, string says)
    {
        var error = Vertex.Refusal(model, ask);

        Assert.Equal(param, error.Param);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Imagen_Reply_IsTheImagesThatNoFilterTook()
    {
        var (body, reply) = Vertex.Read(Imagen4, """{"predictions":[{"mimeType":"image/png","bytesBase64Encoded":"AAAA","prompt":"a red fox"},{"raiFilteredReason":"Unsafe. 1"},{"bytesBase64Encoded":"BBBB","mimeType":"image/png"}],"deployedModelId":"x"}""");

        Assert.Equal("""{"created":7,"data":[{"b64_json":"AAAA","revised_prompt":"a red fox"},{"b64_json":"BBBB"}],"output_format":"png"}""", body);
        Assert.Equal((2, null, null), (reply.Usage!.Value.Images, reply.Usage.Value.Media!.ImageKind, reply.Failure));
    }

    [Theory]
    [InlineData("""{"predictions":[{"raiFilteredReason":"Your prompt broke the guidelines. Codes: 42."}]}""", "(Your prompt broke the guidelines. Codes: 42)")]
    [InlineData("""{"predictions":[]}""", "withheld the image.")]
    [InlineData("{}", "withheld the image.")]
    public void Imagen_FilterTookAll_IsTheCallersErrorAndFree(string answer, string says)
    {
        var error = Vertex.Failure(Imagen4, answer);

        Assert.Equal((ErrorKind.InvalidRequest, "content_policy_violation", "prompt"), (error.Kind, error.Code, error.Param));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Null(Vertex.Read(Imagen4, answer).Reply.Usage);
    }

    [Fact]
    public void Gemini_Reply_IsItsImageAndItsTokensByKind()
    {
        var (body, reply) = Vertex.Read(Gemini3, """{"candidates":[{"content":{"role":"model","parts":[{"thought":true,"inlineData":{"mimeType":"image/png","data":"DRAFT"}},{"text":"Here."},{"inlineData":{"mimeType":"image/jpeg","data":"AAAA"}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":1300,"candidatesTokensDetails":[{"modality":"TEXT","tokenCount":10},{"modality":"IMAGE","tokenCount":1290}],"thoughtsTokenCount":50,"totalTokenCount":1358},"modelVersion":"gemini-3-pro-image"}""");

        Assert.Equal("""{"created":7,"data":[{"b64_json":"AAAA"}],"output_format":"jpeg","usage":{"input_tokens":8,"input_tokens_details":{"text_tokens":8,"image_tokens":0},"output_tokens":1350,"total_tokens":1358}}""", body);
        Assert.Equal((8L, 10L, 1290L, 50L, 0L), (reply.Usage!.Value.Input, reply.Usage.Value.Output, reply.Usage.Value.ImageOutput, reply.Usage.Value.Reasoning, reply.Usage.Value.Images));
        Assert.Equal("gemini-3-pro-image", reply.Model);
    }

    [Theory]
    [InlineData(""","usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":1290,"totalTokenCount":1298}""", 8, 1290, 0)]
    [InlineData(""","usageMetadata":{"promptTokenCount":8}""", 8, 0, 1)]
    [InlineData("", 0, 0, 1)]
    public void Gemini_TokensOfTheImageNotTold_AreAllOfTheAnswersOrTheImageItself(string usage, long input, long drawn, long images)
    {
        var reply = Gemini.Read(Gemini25, """{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}}]""" + usage + "}").Reply;

        Assert.Equal((input, 0L, drawn, images), (reply.Usage!.Value.Input, reply.Usage.Value.Output, reply.Usage.Value.ImageOutput, reply.Usage.Value.Images));
    }

    [Theory]
    [InlineData("""{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT","blockReasonMessage":"No."}}""", ErrorKind.InvalidRequest, "(PROHIBITED_CONTENT: No)")]
    [InlineData("""{"candidates":[{"finishReason":"IMAGE_SAFETY","finishMessage":"Try another."}]}""", ErrorKind.InvalidRequest, "(IMAGE_SAFETY: Try another)")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"I cannot draw."}]},"finishReason":"NO_IMAGE"}]}""", ErrorKind.ProviderFailed, "(NO_IMAGE)")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"What a fox?"}]},"finishReason":"STOP"}]}""", ErrorKind.ProviderFailed, "without an image")]
    [InlineData("""{"candidates":[{"content":{"parts":[]},"finishReason":"MAX_TOKENS"}]}""", ErrorKind.ProviderFailed, "(MAX_TOKENS)")]
    [InlineData("""{"candidates":[]}""", ErrorKind.ProviderFailed, "without an image.")]
    public void Gemini_NoImage_SaysWhyAndWhatItCost(string answer, ErrorKind kind, string says)
    {
        var error = Gemini.Failure(Gemini25, answer);
        var billed = Gemini.Read(Gemini25, answer[..^1] + ""","usageMetadata":{"promptTokenCount":8,"candidatesTokenCount":4,"candidatesTokensDetails":[{"modality":"TEXT","tokenCount":4}],"totalTokenCount":12}}""").Reply.Usage;

        Assert.Equal((kind, kind == ErrorKind.InvalidRequest ? "content_policy_violation" : null), (error.Kind, error.Code));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(new TokenUsage(8, 4), billed);
    }

    [Theory]
    [InlineData(Imagen4)]
    [InlineData(Gemini25)]
    public void Any_AnswerThatIsNone_IsAnError(string model)
    {
        foreach (var body in (string[])["", "[]", "{", "\"x\"", """{"predictions":7}""", """{"predictions":[7]}""", """{"predictions":[{"bytesBase64Encoded":7}]}""", """{"predictions":[{"bytesBase64Encoded":""}]}""", """{"images":["x"]}"""])
        {
            Assert.Equal(ErrorKind.ProviderFailed, Vertex.ReadReply(Encoding.UTF8.GetBytes(body), ImageWires.Ask(model, """{"prompt":"x"}"""), new ArrayBufferWriter<byte>()).Error!.Kind);
        }
    }

    [Fact]
    public void Gemini_OddShapes_AreNoImage()
    {
        foreach (var body in (string[])["""{"candidates":7}""", """{"candidates":[7]}""", """{"candidates":[{"content":7}]}""", """{"candidates":[{"content":{"parts":7}}]}""", """{"candidates":[{"content":{"parts":[7,{"inlineData":7},{"inlineData":{"data":7}}]}}],"usageMetadata":7}"""])
        {
            Assert.Equal(ErrorKind.ProviderFailed, Gemini.Failure(Gemini25, body).Kind);
        }
    }
}
