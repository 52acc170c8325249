using Switchboard.Testing.Verbs;

namespace Switchboard.UnitTests.Verbs;

public sealed class UpstreamVerbTests
{
    [Fact]
    public void Parse_AllFlags_TakesTheirValues()
    {
        var verb = UpstreamVerb.Parse(
            "upstream --port 9000 --text Hi --frames 54 --interval 20ms --delay 1.5s --size 1024 --tls --quiet".Split(' '));
        Assert.Equal((9000, "Hi", 54, 1024), (verb.Port, verb.Text, verb.Frames, verb.Size));
        Assert.Equal((TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1.5)), (verb.Interval, verb.Delay));
        Assert.True(verb.Tls && verb.Quiet);
    }

    [Theory]
    [InlineData("serve", "There is no verb \"serve\"; there is: upstream.")]
    [InlineData("upstream --speed 1", "There is no flag \"--speed\"; --help names them all.")]
    [InlineData("upstream --port", "--port needs a value.")]
    [InlineData("upstream --frames 0", "--frames takes a whole number from 1, not \"0\".")]
    [InlineData("upstream --interval 20", "--interval takes a time such as 20ms or 1.5s, not \"20\".")]
    public void Parse_Nonsense_SaysWhatIsWrong(string line, string sentence)
    {
        var fault = Assert.Throws<FormatException>(() => UpstreamVerb.Parse(line.Split(' ')));
        Assert.Equal(sentence, fault.Message);
    }

    [Fact]
    public void ReplyOf_SizeAndFrames_GivesChunksOfThatMuchText()
    {
        var reply = UpstreamCommand.ReplyOf(UpstreamVerb.Parse("upstream --size 1024 --frames 54".Split(' ')));
        Assert.Equal(54, reply.TextChunks.Length);
        Assert.Equal(1024, string.Concat(reply.TextChunks).Length);
    }

    [Fact]
    public async Task RunAsync_UntilStopped_PrintsItsAddressAndServes()
    {
        using var stop = new CancellationTokenSource();
        var output = new FirstLineWriter();
        var run = UpstreamCommand.RunAsync(["upstream", "--text", "Hi"], output, TextWriter.Null, stop.Token);
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler);
        var url = await output.FirstLine;
        var answer = await client.PostAsync(url + "/v1/chat/completions", new StringContent("{}"), TestContext.Current.CancellationToken);
        Assert.Contains("Hi", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await stop.CancelAsync();
        Assert.Equal(0, await run);
    }
}
