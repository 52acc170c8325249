using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Upstream;

public sealed class LoadTests : UpstreamTest
{
    protected override UpstreamOptions Options => new() { Record = false };

    [Theory]
    [InlineData(Plain)]
    [InlineData(Streamed)]
    [InlineData(StreamedWithUsage)]
    public async Task Record_Off_GivesTheSameAnswerEachTimeAndKeepsNothing(string request)
    {
        Server.OpenAi.Reply("Hello there");
        var first = await TextAsync(OpenAiPath, request);
        Assert.Contains("Hello", first, StringComparison.Ordinal);
        Assert.Equal(request == StreamedWithUsage, first.Contains("\"choices\":[]", StringComparison.Ordinal));
        Assert.Equal(first, await TextAsync(OpenAiPath, request));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Record_Off_StillFollowsTheQueueAndChangedReplies()
    {
        Server.Enqueue(Script.Error(503));
        using var failed = await PostAsync(OpenAiPath, Plain);
        Assert.Equal(503, (int)failed.StatusCode);
        Server.OpenAi.Reply("one");
        Assert.Contains("\"one\"", await TextAsync(OpenAiPath, Plain), StringComparison.Ordinal);
        Server.OpenAi.Reply("two");
        Assert.Contains("\"two\"", await TextAsync(OpenAiPath, Plain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_OffWithAPacedReply_SendsEveryFrame()
    {
        Server.OpenAi.Reply(Script.Text(new string('x', 1024)).InChunks(54).Paced(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(54 + 3, (await EventsAsync(OpenAiPath, Streamed)).Count);
    }
}
