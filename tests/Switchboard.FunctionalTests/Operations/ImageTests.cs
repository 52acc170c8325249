using System.Net;
using System.Text;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Operations;

public sealed class ImageTests(OperationFixture fixture) : IClassFixture<OperationFixture>
{
    private const string Generations = "/v1/images/generations";
    private const string Edits = "/v1/images/edits";

    [Theory]
    [InlineData("", 1, 40_000, "standard/1024x1024")]
    [InlineData(",\"n\":2,\"size\":\"1024x1024\"", 2, 80_000, "standard/1024x1024")]
    [InlineData(",\"quality\":\"hd\",\"size\":\"1792x1024\",\"style\":\"vivid\",\"response_format\":\"url\"", 1, 120_000, "hd/1792x1024")]
    public async Task Generations_OpenAi_AreRelayedAndCostByKind(string more, int count, long micros, string kind)
    {
        var sent = "{\"model\":\"dall-e-3\",\"prompt\":\"a fox\"" + more + "}";

        var said = await fixture.Server.SayAsync(sent, path: Generations);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        Assert.Equal(("/v1/images/generations", sent), (fixture.Upstream.Requests[^1].Path, fixture.Upstream.Requests[^1].Text));
        Assert.Equal(count, said.Json.GetProperty("data").GetArrayLength());
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("image", "openai.images.generations", "success", (long)count, kind, micros), (record.ContentType, record.Dialect, record.Outcome, record.Usage!.Images, record.Usage.ImageKind, record.CostMicros));
    }

    [Fact]
    public async Task Generations_TokensReported_AreWhatIsPaid()
    {
        var text = fixture.Answering(Script.Json("""{"created":1,"data":[{"b64_json":"AAAA"}],"usage":{"input_tokens":60,"input_tokens_details":{"text_tokens":10,"image_tokens":50},"output_tokens":1000,"total_tokens":1060}}"""));

        var said = await fixture.Server.SayAsync($$"""{"model":"gpt-image-1","prompt":"{{text}}"}""", path: Generations);

        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal((10L, 50L, 1000L, 0L), (record.Usage!.Input, record.Usage.ImageInput, record.Usage.ImageOutput, record.Usage.Images));
        Assert.Equal(50 + 500 + 40_000, record.CostMicros);
    }

    [Fact]
    public async Task Generations_Streamed_ComeAsTheVendorSendsThem()
    {
        string[] frames =
        [
            "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AA\",\"partial_image_index\":0}\n\n",
            "event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\"AAAA\",\"usage\":{\"input_tokens\":10,\"output_tokens\":100,\"total_tokens\":110}}\n\n",
        ];
        var text = fixture.Answering(Script.Frames(frames));

        var said = await fixture.Server.SayAsync($$"""{"model":"gpt-image-1","prompt":"{{text}}","stream":true,"partial_images":1}""", path: Generations);

        Assert.Equal(string.Concat(frames), said.Text);
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal((true, "success", 100L, 10L * 5 + (100 * 40)), (record.Stream, record.Outcome, record.Usage!.ImageOutput, record.CostMicros));
    }

    [Fact]
    public async Task Generations_StreamBreaksOff_EndsWithAnErrorEvent()
    {
        var text = fixture.Answering(Script.Frames("event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\",\"b64_json\":\"AA\"}\n\n"));

        var said = await fixture.Server.SayAsync($$"""{"model":"gpt-image-1","prompt":"{{text}}","stream":true}""", path: Generations);

        Assert.Equal(HttpStatusCode.OK, said.Status);
        Assert.Equal("openai", said.Frames[^1].GetProperty("error").GetProperty("provider").GetString());
        Assert.Equal("error", (await fixture.Server.RecordAsync(said)).Outcome);
    }

    [Fact]
    public async Task Generations_Replicate_MakeAPredictionAndWaitForIt()
    {
        var said = await fixture.Server.SayAsync("""{"model":"replicate/black-forest-labs/flux-schnell","prompt":"a fox","n":1,"size":"512x768","quality":"high","go_fast":true}""", path: Generations);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        var (made, asked) = (fixture.Upstream.Requests[^2], fixture.Upstream.Requests[^1]);
        Assert.Equal(("POST", "/v1/models/black-forest-labs/flux-schnell/predictions"), (made.Method, made.Path));
        Assert.Equal("Bearer " + OperationFixture.ReplicateKey, made.Headers["Authorization"]);
        Assert.StartsWith("wait=", made.Headers["Prefer"], StringComparison.Ordinal);
        Assert.Equal("""{"input":{"prompt":"a fox","num_outputs":1,"width":512,"height":768,"go_fast":true}}""", made.Text);
        Assert.Equal(("GET", $"/v1/predictions/pred{made.Number}"), (asked.Method, asked.Path));
        Assert.Equal("https://replicate.example/out-0.webp", said.Json.GetProperty("data")[0].GetProperty("url").GetString());
        Assert.Equal("quality", said.Headers["x-smartflow-dropped"]);
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("replicate", 1L, 3_000L), (record.Provider, record.Usage!.Images, record.CostMicros));
    }

    [Fact]
    public async Task Generations_ReplicateFails_SaysWhy()
    {
        var text = fixture.Answering(Script.Json("""{"id":"p1","status":"failed","error":"NSFW content detected","output":null}""", 201));

        var said = await fixture.Server.SayAsync($$"""{"model":"replicate/stability-ai/sdxl:abc123","prompt":"{{text}}"}""", path: Generations);

        Assert.Equal(HttpStatusCode.BadGateway, said.Status);
        Assert.Contains("NSFW content detected", said.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(("/v1/predictions", "abc123"), (fixture.Upstream.Requests[^1].Path, fixture.Upstream.Requests[^1].Json.GetProperty("version").GetString()));
    }

    [Fact]
    public async Task Edits_OpenAi_PassTheFormOn()
    {
        using var form = OperationTalk.Form("fox.png", [137, 80, 78, 71], ("model", "openai/gpt-image-1"), ("prompt", "now blue"), ("n", "2"), ("image[]", null), ("image[]", null), ("size", "1024x1024"));
        var boundary = form.Headers.ContentType!.Parameters.Single().Value!;

        var said = await fixture.Server.SendFormAsync(Edits, form);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        var request = fixture.Upstream.Requests[^1];
        Assert.Equal("/v1/images/edits", request.Path);
        Assert.StartsWith("multipart/form-data; boundary=", request.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.DoesNotContain(boundary.Trim('"'), request.Text, StringComparison.Ordinal);
        var parts = Forms.Read(request);
        Assert.Equal(["model=gpt-image-1", "prompt=now blue", "n=2", "image[]:fox.png", "image[]:fox.png", "size=1024x1024"], parts.Select(static p => p.FileName is null ? $"{p.Name}={Encoding.UTF8.GetString(p.Content)}" : $"{p.Name}:{p.FileName}"));
        Assert.All(parts.Where(static p => p.FileName is not null), static p => Assert.Equal([137, 80, 78, 71], p.Content));
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("image", "openai.images.edits", "success"), (record.ContentType, record.Dialect, record.Outcome));
    }
}
