using System.Net;
using Switchboard.FunctionalTests.Operations;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Providers;

/// <summary>Images of Google and Bedrock through the whole server: what they cost, what a filter takes, what is refused.</summary>
public sealed class CloudImageTests(ModalityFixture fixture) : IClassFixture<ModalityFixture>
{
    private const string Generations = "/v1/images/generations";
    private const string Predictions = """{"predictions":[{"mimeType":"image/png","bytesBase64Encoded":"AAAA"},{"mimeType":"image/png","bytesBase64Encoded":"BBBB"}]}""";
    private const string Drawing = """{"candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":1290,"candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}],"totalTokenCount":1300}}""";

    [Theory]
    // USD in the built-in table: 0.04 an image of Imagen's, 0.06 of Nova Canvas', 0.04 of Stable Image Core's; a million tokens of Gemini's 0.30 in, 30 drawn.
    [InlineData("vertex_ai/imagen-4.0-generate-001", Predictions, 80_000)]
    [InlineData("bedrock/amazon.nova-canvas-v1:0", """{"images":["AAAA","BBBB"]}""", 120_000)]
    [InlineData("bedrock/stability.stable-image-core-v1:1", """{"seeds":[1],"finish_reasons":[null],"images":["AAAA"]}""", 40_000)]
    [InlineData("vertex_ai/gemini-2.5-flash-image", Drawing, 38_703)]
    [InlineData("gemini/gemini-2.5-flash-image", Drawing, 38_703)]
    public async Task Generations_OfAVendor_CostWhatItMadeAndStayBelowWhatWasHeld(string model, string answer, long micros)
    {
        var text = fixture.Answering(Script.Json(answer));
        var key = await fixture.Server.CreateKeyAsync(new { name = "k", budget = new { usd = 10, period = "daily" } });
        var n = answer.Contains("BBBB", StringComparison.Ordinal) ? 2 : 1;

        var said = await fixture.Server.SayAsync($$"""{"model":"{{model}}","prompt":"{{text}}","n":{{n}},"background":"opaque"}""", key, Generations);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        Assert.Equal(n, said.Json.GetProperty("data").GetArrayLength());
        Assert.Equal("background", said.Headers["x-smartflow-dropped"]);
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("image", "success", micros), (record.ContentType, record.Outcome, record.CostMicros));
        Assert.InRange(record.ReservedMicros, micros, 1_000_000);
    }

    [Fact]
    public async Task Generations_BudgetPaysForFewer_AreNotAskedFor()
    {
        var before = fixture.Upstream.Requests.Count;
        var key = await fixture.Server.CreateKeyAsync(new { name = "k", budget = new { usd = 0.1, period = "daily" } });

        var said = await fixture.Server.SayAsync("""{"model":"bedrock/amazon.nova-canvas-v1:0","prompt":"a fox","n":2}""", key, Generations);

        Assert.Equal((HttpStatusCode.TooManyRequests, before), (said.Status, fixture.Upstream.Requests.Count));
    }

    [Theory]
    [InlineData("vertex_ai/imagen-4.0-generate-001", """{"predictions":[{"raiFilteredReason":"Sensitive words."}]}""", "Sensitive words", 0)]
    [InlineData("bedrock/amazon.nova-canvas-v1:0", """{"images":[],"error":"All of the generated images have been blocked by our content filters."}""", "content filters", 0)]
    [InlineData("bedrock/stability.sd3-5-large-v1:0", """{"finish_reasons":["Filter reason: prompt"]}""", "Filter reason: prompt", 0)]
    [InlineData("gemini/gemini-2.5-flash-image", """{"candidates":[{"finishReason":"IMAGE_SAFETY"}],"usageMetadata":{"promptTokenCount":1000,"totalTokenCount":1000}}""", "IMAGE_SAFETY", 300)]
    public async Task Generations_FilterTookAll_IsA400ThatCostsWhatTheVendorCounts(string model, string answer, string says, long micros)
    {
        var text = fixture.Answering(Script.Json(answer));
        var before = fixture.Upstream.Requests.Count;

        var said = await fixture.Server.SayAsync($$"""{"model":"{{model}}","prompt":"{{text}}"}""", SwitchboardServer.AdminKey, Generations);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        var error = Exchange.Answers.ErrorIn(said.Text, anthropic: false, said.Headers["x-smartflow-request-id"]);
        Assert.Equal(("content_policy_violation", "prompt"), (error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
        Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before + 1, fixture.Upstream.Requests.Count); // Asking again would not help.
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("error", micros), (record.Outcome, record.CostMicros));
    }

    [Theory]
    [InlineData("bedrock/amazon.nova-canvas-v1:0", """{"message":"This request has been blocked by our content filters. Please adjust your text prompt to submit a new request."}""", "content filters")]
    [InlineData("vertex_ai/imagen-4.0-generate-001", """{"error":{"code":400,"message":"The prompt could not be submitted.","status":"INVALID_ARGUMENT"}}""", "could not be submitted")]
    public async Task Generations_VendorRefusesThePrompt_TheCallerSeesItsWords(string model, string answer, string says)
    {
        var text = fixture.Answering(Script.Json(answer, 400));

        var said = await fixture.Server.SayAsync($$"""{"model":"{{model}}","prompt":"{{text}}"}""", SwitchboardServer.AdminKey, Generations);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Contains(says, said.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vertex_ai/imagen-4.0-generate-001", "{}x")]
    [InlineData("bedrock/amazon.nova-canvas-v1:0", """{"images":null}""")]
    [InlineData("gemini/gemini-2.5-flash-image", """{"candidates":[{"content":{"parts":[{"text":"No."}]},"finishReason":"STOP"}]}""")]
    public async Task Generations_VendorSaysSomethingElse_IsAFailureOfTheVendor(string model, string answer)
    {
        var text = fixture.Answering(Script.Json(answer));

        var said = await fixture.Server.SayAsync($$"""{"model":"{{model}}","prompt":"{{text}}"}""", SwitchboardServer.AdminKey, Generations);

        Assert.Equal(HttpStatusCode.BadGateway, said.Status);
        Assert.Equal(model.Split('/')[0], said.Json.GetProperty("error").GetProperty("provider").GetString());
    }

    [Theory]
    [InlineData("vertex_ai/imagen-4.0-generate-001", ",\"size\":\"1536x1024\"", "size")]
    [InlineData("vertex_ai/imagen-4.0-generate-001", ",\"n\":5", "n")]
    [InlineData("gemini/gemini-2.5-flash-image", ",\"response_format\":\"url\"", "response_format")]
    [InlineData("bedrock/amazon.nova-canvas-v1:0", ",\"stream\":true", "stream")]
    [InlineData("bedrock/meta.llama3-3-70b-instruct-v1:0", "", "model")]
    public async Task Generations_WhatTheVendorCannot_IsA400BeforeItIsAsked(string model, string more, string param)
    {
        var before = fixture.Upstream.Requests.Count;

        var said = await fixture.Server.SayAsync($$"""{"model":"{{model}}","prompt":"a fox"{{more}}}""", SwitchboardServer.AdminKey, Generations);

        Assert.Equal((HttpStatusCode.BadRequest, before), (said.Status, fixture.Upstream.Requests.Count));
        Assert.Equal(param, said.Json.GetProperty("error").GetProperty("param").GetString());
    }

    [Theory]
    [InlineData("vertex_ai", "imagen-4.0-generate-001")]
    [InlineData("gemini", "gemini-2.5-flash-image")]
    [InlineData("bedrock", "amazon.nova-canvas-v1:0")]
    public async Task Edits_OfTheseVendors_AreRefusedWithWhoHasThem(string provider, string model)
    {
        using var form = OperationTalk.Form("fox.png", [137, 80, 78, 71], ("model", $"{provider}/{model}"), ("prompt", "now blue"), ("image", null));

        var said = await fixture.Server.SendFormAsync("/v1/images/edits", form, SwitchboardServer.AdminKey);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        var message = said.Json.GetProperty("error").GetProperty("message").GetString();
        Assert.Contains($"{provider} offers no image editing", message, StringComparison.Ordinal);
        Assert.Contains("openai", message, StringComparison.Ordinal);
    }
}
