using System.Buffers;
using System.Text;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Operations;

namespace Switchboard.UnitTests.Protocol.Operations;

/// <summary>Images of Bedrock's makers: golden requests, golden answers.</summary>
public sealed class BedrockImagesTests
{
    private const string Nova = "amazon.nova-canvas-v1:0";
    private const string Core = "stability.stable-image-core-v1:1";

    private static readonly BedrockImages Wire = new();

    [Theory]
    [InlineData(Nova, """{"prompt":"a fox"}""", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a fox"},"imageGenerationConfig":{"numberOfImages":1}}""", "")]
    [InlineData("us." + Nova, """{"prompt":"a fox","n":5,"size":"1792x1024","quality":"hd","seed":5,"negative_prompt":"dogs","cfgScale":7.5,"output_format":"png","user":"u"}""", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a fox","negativeText":"dogs"},"imageGenerationConfig":{"numberOfImages":5,"quality":"premium","width":1792,"height":1024,"seed":5,"cfgScale":7.5}}""", "user")]
    [InlineData("amazon.titan-image-generator-v2:0", """{"prompt":"a fox","quality":"medium","aspect_ratio":"1:1","background":"transparent","output_compression":9}""", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a fox"},"imageGenerationConfig":{"numberOfImages":1,"quality":"standard"}}""", "aspect_ratio,background,output_compression")]
    [InlineData("arn:aws:bedrock:us-east-1:1:inference-profile/us." + Nova, """{"prompt":"a fox"}""", """{"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a fox"},"imageGenerationConfig":{"numberOfImages":1}}""", "")]
    [InlineData(Core, """{"prompt":"a fox"}""", """{"prompt":"a fox"}""", "")]
    [InlineData("stability.sd3-5-large-v1:0", """{"prompt":"a fox","n":1,"size":"1024x1536","output_format":"jpeg","seed":5,"negative_prompt":"dogs","quality":"high","style":"vivid"}""", """{"prompt":"a fox","negative_prompt":"dogs","aspect_ratio":"2:3","output_format":"jpeg","seed":5}""", "quality,style")]
    [InlineData("us.stability.stable-image-ultra-v1:1", """{"prompt":"a fox","size":"1792x1024","output_compression":50}""", """{"prompt":"a fox","aspect_ratio":"16:9"}""", "output_compression")]
    public void WriteRequest_OfAMaker_IsItsBody(string model, string ask, string expected, string dropped) => Assert.Equal((expected, dropped), Wire.Write(model, ask));

    [Theory]
    [InlineData(Nova, """{"prompt":"x","n":6}""", "n", "up to 5 images")]
    [InlineData(Nova, """{"prompt":"x","output_format":"jpeg"}""", "output_format", "makes png, not jpeg")]
    [InlineData(Nova, """{"prompt":"x","quality":"best"}""", "quality", "premium")]
    [InlineData(Nova, """{"prompt":"x","size":"1024"}""", "size", "1024x1024")]
    [InlineData(Nova, """{"prompt":"x","response_format":"url"}""", "response_format", "b64_json")]
    [InlineData(Core, """{"prompt":"x","n":2}""", "n", "one image")]
    [InlineData(Core, """{"prompt":"x","size":"1024x768"}""", "size", "1:1, 2:3")]
    [InlineData(Core, """{"prompt":"x","output_format":"webp"}""", "output_format", "png or jpeg")]
    [InlineData(Core, """{"prompt":"x","stream":true}""", "stream", "one piece")]
    [InlineData(Core, """{"prompt":null}""", "prompt", "required")]
    [InlineData("stability.stable-fast-upscale-v1:0", """{"prompt":"x"}""", "model", Nova)]
    [InlineData("stability.stable-image-inpaint-v1:0", """{"prompt":"x"}""", "model", Core)]
    [InlineData("anthropic.claude-sonnet-4-5-20250929-v1:0", """{"prompt":"x"}""", "model", Nova)]
    public void WriteRequest_WhatTheModelCannot_IsRefusedWithWhatCan(string model, string ask, string param, string says)
    {
        var error = Wire.Refusal(model, ask);

        Assert.Equal(param, error.Param);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"prompt":"x"}""", "standard/1024x1024")]
    [InlineData("""{"prompt":"x","quality":"hd","size":"2048x1024"}""", "premium/2048x1024")]
    public void ReadReply_Amazons_IsItsImagesAndTheirKind(string ask, string kind)
    {
        var (body, reply) = Wire.Read(Nova, """{"images":["AAAA","BBBB"],"error":"Some of the generated images have been blocked by our content filters."}""", ask);

        Assert.Equal("""{"created":7,"data":[{"b64_json":"AAAA"},{"b64_json":"BBBB"}],"output_format":"png"}""", body);
        Assert.Equal((2L, kind), (reply.Usage!.Value.Images, reply.Usage.Value.Media!.ImageKind));
    }

    [Theory]
    [InlineData("""{"prompt":"x"}""", "")]
    [InlineData("""{"prompt":"x","output_format":"jpeg"}""", ",\"output_format\":\"jpeg\"")]
    public void ReadReply_Stabilitys_IsItsImage(string ask, string format)
    {
        var (body, reply) = Wire.Read(Core, """{"seeds":[5],"finish_reasons":[null],"images":["AAAA"]}""", ask);

        Assert.Equal("""{"created":7,"data":[{"b64_json":"AAAA"}]""" + format + "}", body);
        Assert.Equal(1L, reply.Usage!.Value.Images);
    }

    [Theory]
    [InlineData(Nova, """{"images":[],"error":"All of the generated images have been blocked by our content filters."}""", ErrorKind.InvalidRequest, "blocked by our content filters)")]
    [InlineData(Nova, """{"error":"Out of order."}""", ErrorKind.ProviderFailed, "(Out of order)")]
    [InlineData(Core, """{"finish_reasons":["Filter reason: prompt"]}""", ErrorKind.InvalidRequest, "(Filter reason: prompt)")]
    [InlineData(Core, """{"finish_reasons":["Filter reason: output image"],"images":["AAAA"]}""", ErrorKind.InvalidRequest, "output image")]
    [InlineData(Core, """{"finish_reasons":["Inference error"],"images":[]}""", ErrorKind.ProviderFailed, "(Inference error)")]
    public void ReadReply_NoImage_SaysWhy(string model, string answer, ErrorKind kind, string says)
    {
        var error = Wire.Failure(model, answer);

        Assert.Equal((kind, kind == ErrorKind.InvalidRequest ? "content_policy_violation" : null), (error.Kind, error.Code));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Nova)]
    [InlineData(Core)]
    public void ReadReply_ThatIsNone_IsAnError(string model)
    {
        foreach (var body in (string[])["", "[]", "{}", "{", """{"images":7}""", """{"images":[7,""]}""", """{"images":[],"finish_reasons":7,"error":7}""", """{"finish_reasons":[7]}"""])
        {
            Assert.Equal(ErrorKind.ProviderFailed, Wire.ReadReply(Encoding.UTF8.GetBytes(body), ImageWires.Ask(model, """{"prompt":"x"}"""), new ArrayBufferWriter<byte>()).Error!.Kind);
        }
    }
}
