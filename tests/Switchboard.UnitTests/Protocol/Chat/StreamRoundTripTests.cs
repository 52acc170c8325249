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
            Assert.Equal(("id-1", "model-1"), (tap.Id, tap.Model));
            Assert.Equal(StreamFrameKind.Terminal, kinds[^1]);
            Assert.Equal(dialect == Wire.OpenAi ? 1 : 0, kinds.Count(kind => kind == StreamFrameKind.UsageOnly));
            Assert.Equal(updates.Count(IsContent), kinds.Count(kind => kind == StreamFrameKind.Content));
            var text = updates.Where(update => IsContent(update) && update.Kind is not (ChatUpdateKind.ToolCall or ChatUpdateKind.RedactedThinking)).Sum(update => update.Text!.Length);
            Assert.True(tap.OutputBytes >= text / 2, $"{tap.OutputBytes} bytes for {text} letters");
        }).QuickCheckThrowOnFailure();

    private static bool IsContent(ChatUpdate update) =>
        update.Kind is ChatUpdateKind.Text or ChatUpdateKind.Thinking or ChatUpdateKind.RedactedThinking or ChatUpdateKind.ToolCall or ChatUpdateKind.ToolArguments;
}
