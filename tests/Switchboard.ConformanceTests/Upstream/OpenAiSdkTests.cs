using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using Switchboard.Testing.Upstream;

namespace Switchboard.ConformanceTests.Upstream;

/// <summary>The scripted upstream is only worth something if the vendor's own client takes it for the vendor.</summary>
public sealed class OpenAiSdkTests
{
    private static readonly Reply Answer = Script.Text("Hello there", new(7, 3) { CacheRead = 20, Reasoning = 4 })
        .WithTools(new ToolCall("weather", """{"city":"Oslo"}"""), new ToolCall("time"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CompleteChat_TextAndTools_AreUnderstood()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Answer);
        ChatCompletion completion = await Client(upstream).CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Cancelled);
        Assert.Equal("Hello there", completion.Content[0].Text);
        Assert.Equal(ChatFinishReason.ToolCalls, completion.FinishReason);
        Assert.Equal(["weather", "time"], completion.ToolCalls.Select(call => call.FunctionName));
        Assert.Equal((27, 7, 34), (completion.Usage.InputTokenCount, completion.Usage.OutputTokenCount, completion.Usage.TotalTokenCount));
        Assert.Equal(20, completion.Usage.InputTokenDetails.CachedTokenCount);
        Assert.Equal(4, completion.Usage.OutputTokenDetails.ReasoningTokenCount);
    }

    [Fact]
    public async Task CompleteChatStreaming_TextAndTools_AreUnderstood()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Answer.Trickled(7));
        var updates = await Client(upstream).CompleteChatStreamingAsync([new UserChatMessage("Hi")], cancellationToken: Cancelled)
            .ToListAsync(Cancelled);
        Assert.Equal("Hello there", string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)));
        var arguments = updates.SelectMany(update => update.ToolCallUpdates).Where(call => call.Index == 0)
            .Select(call => call.FunctionArgumentsUpdate.ToString());
        Assert.Equal("""{"city":"Oslo"}""", string.Concat(arguments));
        Assert.Equal(ChatFinishReason.ToolCalls, updates.Single(update => update.FinishReason is not null).FinishReason);
        Assert.Equal(34, updates[^1].Usage.TotalTokenCount);
    }

    [Fact]
    public async Task CompleteChat_Error_IsUnderstood()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.OpenAi.Reply(Script.Error(401, "Who are you?"));
        var fault = await Assert.ThrowsAsync<ClientResultException>(
            () => Client(upstream).CompleteChatAsync([new UserChatMessage("Hi")], cancellationToken: Cancelled));
        Assert.Equal(401, fault.Status);
        Assert.Contains("Who are you?", fault.Message, StringComparison.Ordinal);
    }

    private static ChatClient Client(ScriptedUpstream upstream) =>
        new("gpt-4o", new ApiKeyCredential("k"), new OpenAIClientOptions { Endpoint = new Uri(upstream.BaseUrl + "/v1") });
}
