using System.Text;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Operations;

namespace Switchboard.UnitTests.Protocol.Operations;

public sealed class OperationFactsTests
{
    [Theory]
    [InlineData("""{"prompt_tokens":8,"total_tokens":8}""", 8, 0, 0, 0)]
    [InlineData("""{"total_tokens":9}""", 9, 0, 0, 0)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""", 10, 5, 0, 0)]
    [InlineData("""{"input_tokens":110,"input_token_details":{"text_tokens":10,"audio_tokens":100},"output_tokens":20}""", 10, 20, 100, 0)]
    [InlineData("""{"input_tokens":60,"input_tokens_details":{"text_tokens":10,"image_tokens":50,"cached_tokens":4},"output_tokens":0}""", 6, 0, 0, 50)]
    [InlineData("""{"input_tokens":5,"input_tokens_details":{"audio_tokens":9}}""", 0, 0, 5, 0)]
    [InlineData("""{"input_tokens":-5}""", 0, 0, 0, 0)]
    public void Read_Usage_IsDisjoint(string usage, long input, long output, long audio, long image)
    {
        var read = Facts($$"""{"data":[1,{"a":[2]}],"model":"m","usage":{{usage}}}""").Usage!.Value;

        Assert.Equal((input, output, audio, image), (read.Input, read.Output, read.AudioInput, read.ImageInput));
    }

    [Theory]
    [InlineData("""{"output_tokens":100}""", 0, 100)]
    [InlineData("""{"output_tokens":100,"output_tokens_details":{"image_tokens":70,"text_tokens":30}}""", 30, 70)]
    [InlineData("""{"output_tokens":100,"output_tokens_details":{"text_tokens":30}}""", 30, 70)]
    public void Read_UsageOfImages_CountsOutputAsImages(string usage, long text, long image)
    {
        var read = OperationFacts.Read(Encoding.UTF8.GetBytes($$"""{"usage":{{usage}}}"""), outputIsImage: true).Usage!.Value;

        Assert.Equal((text, image), (read.Output, read.ImageOutput));
    }

    [Fact]
    public void Read_OtherUnits_AreTakenAsTheVendorsSayThem()
    {
        Assert.Equal(3_500, Facts("""{"text":"x","usage":{"type":"duration","seconds":3.5}}""").Usage!.Value.AudioMillis);
        Assert.Equal(90_000, Facts("""{"text":"x","duration":90}""").DurationMillis);
        Assert.Equal(2, Facts("""{"results":[],"meta":{"billed_units":{"search_units":1.5}}}""").Usage!.Value.Searches);
        Assert.Null(Facts("""{"usage":{"type":"x"}}""").Usage);
        Assert.Null(Facts("""{"usage":null}""").Usage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{\"data\":[")]
    [InlineData("{\"data\":[]}{}")]
    [InlineData("{\"model\":\"\\ud800\",\"data\":[}")]
    [InlineData("<html>")]
    public void Read_NoObject_IsEmpty(string body) => Assert.Equal(default, Facts(body));

    [Fact]
    public void Read_RandomBytes_NeverThrow()
    {
        const string whole = """{"id":"x","data":[{"a":1}],"usage":{"input_tokens":1,"input_tokens_details":{"audio_tokens":1}},"meta":{"billed_units":{"search_units":1}},"duration":1.5,"text":"t"}""";
        var random = new Random(7);
        foreach (var _ in Enumerable.Range(0, 2_000))
        {
            var bytes = Encoding.UTF8.GetBytes(whole);
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            OperationFacts.Read(bytes.AsSpan(0, random.Next(bytes.Length + 1)));
        }
    }

    [Fact]
    public void CompletionTap_Frames_AreToldApart()
    {
        var tap = new CompletionTap();

        Assert.Equal(StreamFrameKind.Content, Inspect(tap, """{"id":"a","model":"m","choices":[{"text":"Hi","index":0,"finish_reason":null}]}"""));
        Assert.Equal(StreamFrameKind.Other, Inspect(tap, """{"id":"a","model":"m","choices":[{"text":"","index":0,"finish_reason":"length"}]}"""));
        Assert.Equal(StreamFrameKind.UsageOnly, Inspect(tap, """{"id":"a","model":"m","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}"""));
        Assert.Equal(StreamFrameKind.Error, Inspect(tap, """{"error":{"message":"x"}}"""));
        Assert.Equal(StreamFrameKind.Unreadable, Inspect(tap, "{"));
        Assert.Equal(StreamFrameKind.Terminal, Inspect(tap, "[DONE]"));
        Assert.Equal(("a", "m", FinishReason.Length, 2L, new TokenUsage(3, 1)), (tap.Id, tap.Model, tap.Finish, tap.OutputBytes, tap.Usage));
    }

    [Fact]
    public void EventTap_SeveralParts_EndsWithTheLast()
    {
        var tap = new EventTap(outputIsImage: true, parts: 2);

        Assert.Equal(StreamFrameKind.Content, Inspect(tap, """{"type":"image_generation.partial_image","error":null}"""));
        Assert.Null(tap.Finish);
        Assert.Equal(StreamFrameKind.Content, Inspect(tap, """{"type":"image_generation.completed","usage":{"output_tokens":5}}"""));
        Assert.Equal(StreamFrameKind.Terminal, Inspect(tap, """{"type":"image_generation.completed","usage":{"output_tokens":5}}"""));
        Assert.Equal((FinishReason.Stop, 5L), (tap.Finish, tap.Usage!.Value.ImageOutput));
        Assert.Equal(StreamFrameKind.Error, Inspect(tap, """{"type":"error","x":null}"""));
        Assert.Equal(StreamFrameKind.Error, Inspect(tap, """{"error":{"message":"x"},"y":null}"""));
    }

    private static StreamFrameKind Inspect(IStreamTap tap, string data) => tap.Inspect(Encoding.UTF8.GetBytes($"data: {data}\n\n"));

    private static OperationFacts Facts(string body) => OperationFacts.Read(Encoding.UTF8.GetBytes(body));
}
