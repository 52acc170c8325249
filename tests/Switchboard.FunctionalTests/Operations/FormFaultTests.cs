using System.Net;
using System.Text;
using Switchboard.Testing.Servers;

namespace Switchboard.FunctionalTests.Operations;

/// <summary>Forms that are refused, before or while their file passes through; never does a vendor see a whole one.</summary>
public sealed class FormFaultTests(FormFaultTests.Fixture fixture) : IClassFixture<FormFaultTests.Fixture>
{
    private const string Path = "/v1/audio/transcriptions";

    public sealed class Fixture : OperationFixture
    {
        protected override void Configure(ServerSetup setup)
        {
            TurnOn(setup);
            setup.ServerYaml = "  upload_limit: 200KB";
        }
    }

    [Theory]
    [InlineData("file,prompt=x", "model")]
    [InlineData("model=whisper-1", "file")]
    [InlineData("model=whisper-1,model=gpt-4o-transcribe,file", "model")]
    [InlineData("model=whisper-1,MODEL=gpt-4o-transcribe,file", "MODEL")]
    [InlineData("Model=whisper-1,file", "Model")]
    [InlineData("model=whisper-1,language=a,language=b,file", "language")]
    public async Task Form_FaultBeforeTheFile_IsRefusedWithoutAskingAnyone(string parts, string param)
    {
        var before = fixture.Upstream.Requests.Count;
        using var form = Form(parts);

        var said = await fixture.Server.SendFormAsync(Path, form);

        Assert.Equal((HttpStatusCode.BadRequest, param), (said.Status, said.Json.GetProperty("error").GetProperty("param").GetString()));
        Assert.Equal(before, fixture.Upstream.Requests.Count);
        Assert.Equal(("rejected", "transcription"), ((await fixture.Server.RecordAsync(said)).Outcome, (await fixture.Server.RecordAsync(said)).ContentType));
    }

    [Theory]
    [InlineData("model=whisper-1,file,model=gpt-4o-transcribe")]
    [InlineData("model=whisper-1,file,Model=gpt-4o-transcribe")]
    public async Task Form_SecondModelAfterTheFile_NeverReachesTheVendorWhole(string parts)
    {
        var before = fixture.Upstream.Requests.Count;
        using var form = Form(parts);

        var said = await fixture.Server.SendFormAsync(Path, form);

        Assert.Equal(HttpStatusCode.BadRequest, said.Status);
        Assert.Equal(before, fixture.Upstream.Requests.Count);
        var record = await fixture.Server.RecordAsync(said);
        Assert.Equal(("error", "InvalidRequest", "InvalidRequest"), (record.Outcome, record.ErrorKind, record.Attempts![0].Error));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Form_OverTheLimit_Is413(bool declared)
    {
        using var form = OperationTalk.Form("a.mp3", new byte[250_000], ("model", "whisper-1"), ("file", null));
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = form };
        request.Headers.TransferEncodingChunked = !declared;

        using var response = await fixture.Server.Client.SendAsync(request);

        var said = await Talk.ReadAsync(response);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request_too_large"), (said.Status, said.Json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("server.upload_limit", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_NoForm_Is415()
    {
        var said = await fixture.Server.SayAsync("""{"model":"whisper-1"}""", path: Path);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, said.Status);
        Assert.Equal("rejected", (await fixture.Server.RecordAsync(said)).Outcome);
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1")]
    [InlineData("--b\r\nContent-Type: text/plain\r\n\r\nwhisper-1\r\n--b--\r\n")]
    [InlineData("no form at all")]
    public async Task Form_BadlyFramed_IsA400AndNoAnswer(string body)
    {
        var before = fixture.Upstream.Requests.Count;
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        var said = await fixture.Server.SendFormAsync(Path, content);

        Assert.True(said.Status == HttpStatusCode.BadRequest, said.Text);
        Assert.Equal(before, fixture.Upstream.Requests.Count);
    }

    private static MultipartFormDataContent Form(string parts) =>
        OperationTalk.Form("a.mp3", new byte[10_000], [.. parts.Split(',').Select(static part => part.Split('=') is [var name, var value] ? (name, (string?)value) : (part, null))]);
}
