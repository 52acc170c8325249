using System.Net;
using System.Security.Cryptography;
using System.Text;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Operations;

public sealed class TranscriptionTests(OperationFixture fixture) : IClassFixture<OperationFixture>
{
    private const string Path = "/v1/audio/transcriptions";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Transcriptions_OpenAi_PassTheFormOnWhicheverComesFirst(bool modelFirst)
    {
        var sound = RandomNumberGenerator.GetBytes(300_000);
        (string, string?)[] fields = modelFirst ? [("model", "openai/whisper-1"), ("language", "de"), ("file", null), ("prompt", "nach der Datei")] : [("file", null), ("model", "openai/whisper-1"), ("language", "de"), ("prompt", "nach der Datei")];
        using var form = OperationTalk.Form("grüße.mp3", sound, fields);
        var length = (await form.ReadAsByteArrayAsync()).Length;

        var said = await fixture.Server.SendFormAsync(Path, form);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        Assert.Equal("Hello", said.Json.GetProperty("text").GetString());
        var request = fixture.Upstream.Requests[^1];
        Assert.Equal((Path, "Bearer " + ServerSetup.OpenAiKey), (request.Path, request.Headers["Authorization"]));
        Assert.Equal(modelFirst, request.Headers.ContainsKey("Transfer-Encoding"));
        Assert.Equal(modelFirst ? null : request.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), request.Headers.GetValueOrDefault("Content-Length"));
        var parts = Forms.Read(request).ToDictionary(static p => p.Name);
        Assert.Equal(["file", "language", "model", "prompt"], parts.Keys.Order());
        Assert.Equal(("whisper-1", "nach der Datei", "audio/mpeg"), (Encoding.UTF8.GetString(parts["model"].Content), Encoding.UTF8.GetString(parts["prompt"].Content), parts["file"].ContentType));
        Assert.Equal("grüße.mp3", parts["file"].FileName);
        Assert.Equal(sound, parts["file"].Content);
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("transcription", "openai.audio.transcriptions", "success", "whisper-1", 3_000L, 300L), (record.ContentType, record.Dialect, record.Outcome, record.Model, record.Usage!.AudioMillis, record.CostMicros));
        Assert.Equal(length, record.RequestBytes);
        Assert.NotNull(record.Commitments!.Request);
    }

    [Fact]
    public async Task Translations_OtherVendor_GoThere()
    {
        using var form = OperationTalk.Form("a.mp3", [1, 2], ("model", "groq/whisper-large-v3"), ("file", null));

        var said = await fixture.Server.SendFormAsync("/v1/audio/translations", form);

        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
        Assert.Equal("/v1/audio/translations", fixture.Upstream.Requests[^1].Path);
        Assert.Equal(("translation", "groq"), ((await fixture.Server.RecordAsync(said)).ContentType, said.Headers["x-smartflow-provider"]));
    }

    [Theory]
    [InlineData("""{"text":"x","usage":{"type":"tokens","input_tokens":110,"input_token_details":{"text_tokens":10,"audio_tokens":100},"output_tokens":20,"total_tokens":130}}""", "application/json", 825, false)]
    [InlineData("""{"task":"transcribe","language":"en","duration":90.0,"text":"x"}""", "application/json", 9_000, false)]
    [InlineData("""{"text":"no usage"}""", "application/json", 6, true)]
    [InlineData("plain text\n", "text/plain; charset=utf-8", 6, true)]
    [InlineData("1\n00:00:00,000 --> 00:00:30,000\nx\n\n2\n00:00:30,000 --> 00:01:00,000\ny\n", "text/plain; charset=utf-8", 6_000, false)]
    [InlineData("WEBVTT\n\n00:00.000 --> 00:30.000\nx\n", "text/vtt", 3_000, false)]
    public async Task Transcriptions_EachKindOfAnswer_IsMeteredAndHandedOn(string answer, string type, long micros, bool estimated)
    {
        var model = answer.Contains("tokens", StringComparison.Ordinal) ? "gpt-4o-transcribe" : "whisper-1";
        var text = fixture.Answering(Script.Body(200, type, Encoding.UTF8.GetBytes(answer)));
        using var form = OperationTalk.Form("a.mp3", new byte[1_000], ("model", model), ("prompt", text), ("file", null));

        var said = await fixture.Server.SendFormAsync(Path, form);

        Assert.Equal((HttpStatusCode.OK, answer), (said.Status, said.Text));
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal((micros, estimated), (record.CostMicros, record.CostEstimated));
    }

    [Fact]
    public async Task Transcriptions_Streamed_ComeAsTheVendorSendsThem()
    {
        string[] frames =
        [
            "data: {\"type\":\"transcript.text.delta\",\"delta\":\"Hel\"}\n\n", "data: {\"type\":\"transcript.text.delta\",\"delta\":\"lo\"}\n\n",
            "data: {\"type\":\"transcript.text.done\",\"text\":\"Hello\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":100,\"input_token_details\":{\"audio_tokens\":100,\"text_tokens\":0},\"output_tokens\":4,\"total_tokens\":104}}\n\n",
        ];
        var text = fixture.Answering(Script.Frames(frames));
        using var form = OperationTalk.Form("a.mp3", [1], ("model", "gpt-4o-transcribe"), ("stream", "true"), ("prompt", text), ("file", null));

        var said = await fixture.Server.SendFormAsync(Path, form);

        Assert.Equal(string.Concat(frames), said.Text);
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal((true, 100L, 4L, 640L), (record.Stream, record.Usage!.AudioInput, record.Usage.Output, record.CostMicros));
    }

    [Theory]
    [InlineData("json", """{"text":"Hello there.","usage":{"type":"duration","seconds":3}}""", "application/json")]
    [InlineData("text", "Hello there.\n", "text/plain")]
    [InlineData("srt", "1\n00:00:00,100 --> 00:00:01,250\nHello there.\n\n", "text/plain")]
    [InlineData("vtt", "WEBVTT\n\n00:00:00.100 --> 00:00:01.250\nHello there.\n\n", "text/vtt")]
    public async Task Transcriptions_Deepgram_GetTheFileAloneAndAreMapped(string format, string expected, string type)
    {
        var sound = RandomNumberGenerator.GetBytes(100_000);
        using var form = OperationTalk.Form("a.mp3", sound, ("model", "deepgram/nova-3"), ("response_format", format), ("temperature", "0"), ("keyterm", "Fox & Söhne"), ("file", null));
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = form };

        using var response = await fixture.Server.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, expected, type), (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType));
        var asked = fixture.Upstream.Requests[^1];
        Assert.Equal(("/v1/listen", "audio/mpeg", "Token " + OperationFixture.DeepgramKey), (asked.Path, asked.Headers["Content-Type"], asked.Headers["Authorization"]));
        Assert.Equal($"?model=nova-3&detect_language=true{(format is "srt" or "vtt" ? "&utterances=true" : "")}&smart_format=true&keyterm=Fox%20%26%20S%C3%B6hne", asked.QueryString);
        Assert.True(asked.Body.Span.SequenceEqual(sound));
        Assert.Equal("temperature", response.Headers.GetValues("x-smartflow-dropped").Single());
        var record = Assert.Single(await fixture.Server.RecordsAsync(), r => r.RequestId == response.Headers.GetValues("x-smartflow-request-id").Single());
        Assert.Equal(("deepgram", 2_500L, 200L), (record.Provider, record.Usage!.AudioMillis, record.CostMicros));
    }

    [Fact]
    public async Task Transcriptions_DeepgramInDetail_HaveSegmentsAndWords()
    {
        using var form = OperationTalk.Form("a.mp3", [1], ("file", null), ("model", "deepgram/nova-3"), ("response_format", "verbose_json"), ("timestamp_granularities[]", "word"), ("timestamp_granularities[]", "segment"), ("language", "en"));

        var said = await fixture.Server.SendFormAsync(Path, form);

        Assert.Equal("?model=nova-3&language=en&utterances=true&smart_format=true", fixture.Upstream.Requests[^1].QueryString);
        Assert.Equal((2.5, "en", "Hello there."), (said.Json.GetProperty("duration").GetDouble(), said.Json.GetProperty("language").GetString(), said.Json.GetProperty("segments")[0].GetProperty("text").GetString()));
        Assert.Equal(["Hello", "there."], said.Json.GetProperty("words").EnumerateArray().Select(static w => w.GetProperty("word").GetString()));
    }

    [Fact]
    public async Task Transcriptions_FieldsAfterAFileThatGoesAlone_AreToldAsDropped()
    {
        using var form = OperationTalk.Form("a.mp3", [1], ("model", "deepgram/nova-3"), ("file", null), ("language", "de"));

        var said = await fixture.Server.SendFormAsync(Path, form);

        Assert.Equal((HttpStatusCode.OK, "language"), (said.Status, said.Headers["x-smartflow-dropped"]));
    }
}
