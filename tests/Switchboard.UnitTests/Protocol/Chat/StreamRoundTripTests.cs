using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Chat;

public sealed class StreamRoundTripTests
{
    [Theory]
    [InlineData(Dialect.OpenAiChat)]
    [InlineData(Dialect.AnthropicMessages)]
    [InlineData(Dialect.OpenAiResponses)]
    public void RandomUpdates_WrittenAndRead_AreTheSame(Dialect dialect) =>
        Prop.ForAll(SomeUpdates.For(dialect).ToArbitrary(), updates =>
        {
            var read = Wire.ReadStream(dialect, Wire.WriteStream(dialect, updates));
            Assert.Equal(updates, read);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(Dialect.OpenAiChat)]
    [InlineData(Dialect.AnthropicMessages)]
    public void RandomUpdates_ThroughTheOtherDialect_KeepTextCallsFinishAndUsage(Dialect dialect)
    {
        var other = dialect == Wire.OpenAi ? Wire.Anthropic : Wire.OpenAi;
        Prop.ForAll(SomeUpdates.For(Wire.OpenAi).ToArbitrary(), updates =>
        {
            var there = Wire.ReadStream(other, Wire.TranslateStream(dialect, other, Wire.WriteStream(dialect, updates)));
            Assert.Equal(updates, there);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(Dialect.OpenAiChat)]
    [InlineData(Dialect.AnthropicMessages)]
    public void RandomUpdates_ThroughResponsesAndBack_KeepAllButTheId(Dialect dialect) =>
        Prop.ForAll(SomeUpdates.For(dialect).Where(SaysItsFinish).ToArbitrary(), updates =>
        {
            updates = [.. updates.Where(update => update.Usage.CacheWrite1h == 0 || update.Kind != ChatUpdateKind.Usage)];
            var there = Wire.ReadStream(Wire.Responses, Wire.TranslateStream(dialect, Wire.Responses, Wire.WriteStream(dialect, updates)));
            there[0] = there[0] with { Id = updates[0].Id };
            Assert.Equal(updates, there.Where(update => update.Kind != ChatUpdateKind.Usage || updates.Contains(update)));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(Dialect.OpenAiChat)]
    [InlineData(Dialect.AnthropicMessages)]
    [InlineData(Dialect.OpenAiResponses)]
    public void RandomStreams_UnderATap_TellTheSameAsTheReader(Dialect dialect) =>
        Prop.ForAll(SomeUpdates.For(dialect).ToArbitrary(), updates =>
        {
            var tap = ChatDialects.For(dialect).CreateStreamTap();
            var kinds = new List<StreamFrameKind>();
            foreach (var frame in Wire.Frames(Wire.WriteStream(dialect, updates)))
            {
                kinds.Add(tap.Inspect(Encoding.UTF8.GetBytes(frame)));
            }

            Assert.Equal(updates[^1].Usage, tap.Usage);
            Assert.Equal(updates[^2].Finish, tap.Finish);
            Assert.Equal((SomeUpdates.IdOf(dialect), "model-1"), (tap.Id, tap.Model));
            Assert.Equal(StreamFrameKind.Terminal, kinds[^1]);
            Assert.Equal(dialect == Wire.OpenAi ? 1 : 0, kinds.Count(kind => kind == StreamFrameKind.UsageOnly));
            Assert.Equal(updates.Count(update => IsContent(update) && (dialect != Wire.Responses || update.Kind != ChatUpdateKind.RedactedThinking)), kinds.Count(kind => kind == StreamFrameKind.Content));
            var text = updates.Where(update => IsContent(update) && update.Kind is not (ChatUpdateKind.ToolCall or ChatUpdateKind.RedactedThinking)).Sum(update => update.Text!.Length);
            Assert.True(tap.OutputBytes >= text / 2, $"{tap.OutputBytes} bytes for {text} letters");
        }).QuickCheckThrowOnFailure();

    /// <summary>Whether responses, which have a status and items instead of a finish reason, can say why it ended.</summary>
    private static bool SaysItsFinish(List<ChatUpdate> updates) => updates.Find(static update => update.Kind == ChatUpdateKind.Finish).Finish switch
    {
        FinishReason.ToolCalls => updates.Exists(static update => update.Kind == ChatUpdateKind.ToolCall),
        FinishReason.Stop or FinishReason.Length or FinishReason.ContentFilter => true,
        _ => false,
    };

    private static bool IsContent(ChatUpdate update) =>
        update.Kind is ChatUpdateKind.Text or ChatUpdateKind.Thinking or ChatUpdateKind.RedactedThinking or ChatUpdateKind.ToolCall or ChatUpdateKind.ToolArguments;
}
