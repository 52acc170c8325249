using Anthropic;
using Anthropic.Models.Messages;
using Switchboard.Testing.Upstream;

namespace Switchboard.ConformanceTests.Upstream;

/// <summary>The scripted upstream is only worth something if the vendor's own client takes it for the vendor.</summary>
public sealed class AnthropicSdkTests
{
    private static readonly Reply Answer = Script.Text("Hello there", new(7, 3) { CacheRead = 20, CacheWrite = 5 })
        .WithReasoning("Hm", "m.").WithTools(new ToolCall("weather", """{"city":"Oslo"}"""));

    private static readonly MessageCreateParams Ask = new()
    {
        Model = "claude-x",
        MaxTokens = 100,
        Messages = [new UserMessageParam { Content = "Hi" }],
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_ThinkingTextAndTool_AreUnderstood()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Anthropic.Reply(Answer);
        using var client = new AnthropicClient { BaseUrl = upstream.BaseUrl, ApiKey = "k" };
        var message = await client.Messages.Create(Ask, Cancelled);
        message.Validate();
        Assert.True(message.Content[0].TryPickThinking(out var thinking));
        Assert.Equal("Hmm.", thinking.Thinking);
        Assert.True(message.Content[1].TryPickText(out var text));
        Assert.Equal("Hello there", text.Text);
        Assert.True(message.Content[2].TryPickToolUse(out var tool));
        Assert.Equal("Oslo", tool.Input["city"].GetString());
        Assert.Equal((7, 20, 5), (message.Usage.InputTokens, message.Usage.CacheReadInputTokens, message.Usage.CacheCreationInputTokens));
    }

    [Fact]
    public async Task CreateStreaming_ThinkingTextAndTool_AreUnderstood()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Anthropic.Reply(Answer.Trickled(7));
        using var client = new AnthropicClient { BaseUrl = upstream.BaseUrl, ApiKey = "k" };
        var said = "";
        long? output = null;
        await foreach (var item in client.Messages.CreateStreaming(Ask, Cancelled))
        {
            item.Validate();
            said += item.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var text) ? text.Text : "";
            output = item.TryPickDelta(out var end) ? end.Usage.OutputTokens : output;
        }
        Assert.Equal("Hello there", said);
        Assert.Equal(3, output);
    }
}
