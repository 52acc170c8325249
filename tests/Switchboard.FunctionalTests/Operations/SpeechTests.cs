using System.Net;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Operations;

public sealed class SpeechTests(OperationFixture fixture) : IClassFixture<OperationFixture>
{
    private const string Path = "/v1/audio/speech";

    [Fact]
    public async Task Speech_OpenAi_PassesTheBytesOn()
    {
        const string sent = """{"model":"openai/tts-1","input":"Grüße 🦊!","voice":"alloy","speed":1.25}""";
        using var response = await fixture.Server.PostAsync(Path, sent);

        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal((HttpStatusCode.OK, "audio/mpeg"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(5_003, bytes.Length);
        Assert.True(bytes.AsSpan().StartsWith("ID3"u8));
        Assert.Equal(sent.Replace("openai/", "", StringComparison.Ordinal), fixture.Upstream.Requests[^1].Text);
        var record = Assert.Single(await fixture.Server.RecordsAsync(), r => r.RequestId == response.Headers.GetValues("x-smartflow-request-id").Single());
        Assert.Equal(("speech", "openai.audio.speech", "success", 8L, 120L, 5_003L), (record.ContentType, record.Dialect, record.Outcome, record.Usage!.Characters, record.CostMicros, record.ResponseBytes));
        Assert.False(record.CostEstimated);
    }

    [Fact]
    public async Task Speech_PaidByTokens_IsEstimated()
    {
        var said = await fixture.Server.SayAsync("""{"model":"gpt-4o-mini-tts","input":"one two three four five six","voice":{"id":"voice_1"}}""", path: Path);

        var record = await fixture.Server.RecordAsync(said);
        Assert.True(record is { CostEstimated: true, CostMicros: > 0, Usage: { Estimated: true, AudioOutput: > 0, Input: > 0 } });
    }

    [Fact]
    public async Task Speech_Slow_ReachesTheCallerPieceByPiece()
    {
        var gate = new Gate();
        var text = fixture.Answering(Script.Frames("first", "second").HoldAfter(1, gate).WithHeader("x-vendor", "v"));

        using var response = await fixture.Server.PostAsync(Path, $$"""{"model":"tts-1","input":"{{text}}","voice":"alloy"}""");
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[5];
        await stream.ReadExactlyAsync(buffer);
        gate.Open();
        using var rest = new StreamReader(stream);

        Assert.Equal("first"u8.ToArray(), buffer);
        Assert.Equal("second", await rest.ReadToEndAsync());
    }

    [Fact]
    public async Task Speech_VendorBreaksOff_TheConnectionDoesToo()
    {
        var text = fixture.Answering(Script.Body(200, "audio/mpeg", new byte[4_000]).CutAfterBytes(1_000));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => fixture.Server.SayAsync($$"""{"model":"tts-1","input":"{{text}}","voice":"alloy"}""", path: Path));

        var record = (await fixture.Server.RecordsAsync())[0];
        Assert.Equal(("speech", "error", "ProviderFailed", 1_000L), (record.ContentType, record.Outcome, record.ErrorKind, record.ResponseBytes));
    }

    [Theory]
    [InlineData("deepgram/aura-2-thalia-en", "alloy", "", "model=aura-2-thalia-en&encoding=mp3", "voice")]
    [InlineData("deepgram/aura-2", "thalia", ",\"response_format\":\"opus\"", "model=aura-2-thalia-en&encoding=opus&container=ogg", null)]
    [InlineData("deepgram/aura-2-thalia-en", "alloy", ",\"response_format\":\"wav\",\"speed\":1.1", "model=aura-2-thalia-en&encoding=linear16&container=wav", "speed, voice")]
    [InlineData("deepgram/aura-2-thalia-en", "alloy", ",\"response_format\":\"pcm\"", "model=aura-2-thalia-en&encoding=linear16&container=none&sample_rate=24000", "voice")]
    public async Task Speech_Deepgram_IsMapped(string model, string voice, string more, string query, string? dropped)
    {
        var said = await fixture.Server.SayAsync($$"""{"model":"{{model}}","input":"Hello \"there\"","voice":"{{voice}}"{{more}}}""", path: Path);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        var request = fixture.Upstream.Requests[^1];
        Assert.Equal(("/v1/speak", "?" + query), (request.Path, request.QueryString));
        Assert.Equal("Token " + OperationFixture.DeepgramKey, request.Headers["Authorization"]);
        Assert.Equal("""{"text":"Hello \"there\""}""", request.Text);
        Assert.Equal(dropped, said.Headers.GetValueOrDefault("x-smartflow-dropped"));
        Assert.Equal(13, (await fixture.Server.RecordAsync(said)).Usage!.Characters);
    }

    [Fact]
    public async Task Speech_DeepgramUnknownFormat_IsRefused()
    {
        var said = await fixture.Server.SayAsync("""{"model":"deepgram/aura-2-thalia-en","input":"x","voice":"a","response_format":"midi"}""", path: Path);

        Assert.Equal((HttpStatusCode.BadRequest, "response_format"), (said.Status, said.Json.GetProperty("error").GetProperty("param").GetString()));
    }

    [Fact]
    public async Task Speech_DeepgramRefuses_ItsWordsAreTold()
    {
        var text = fixture.Answering(Script.Json("""{"err_code":"INVALID_MODEL","err_msg":"No such model could be found.","request_id":"x"}""", 400));

        var said = await fixture.Server.SayAsync($$"""{"model":"deepgram/aura-9","input":"{{text}}","voice":"x"}""", path: Path);

        Assert.Equal((HttpStatusCode.BadRequest, "No such model could be found."), (said.Status, said.Json.GetProperty("error").GetProperty("message").GetString()));
    }
}
