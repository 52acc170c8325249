using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Switchboard.Providers.Demo;

namespace Switchboard.UnitTests.Providers.Demo;

public sealed class DemoTokensTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("one two  three\n", 3)]
    [InlineData("extraordinary", 2)]
    [InlineData("   ", 1)]
    public void Count_Text_IsWordsAndPiecesOfLongOnes(string text, int tokens) => Assert.Equal(tokens, DemoTokens.Count(text));

    [Fact]
    public void Split_Anything_PutTogetherIsTheTextAndNeverMoreTokensThanBytes() => Check.QuickThrowOnFailure(
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            string[] pieces = [.. DemoTokens.Split(text.Get)];
            return string.Concat(pieces) == text.Get && pieces.Length == DemoTokens.Count(text.Get) && pieces.Length <= Encoding.UTF8.GetByteCount(text.Get);
        }));

    [Fact]
    public void Split_SurrogatePairs_StayWhole() =>
        Assert.All(DemoTokens.Split("xxxxxxx😀😀😀😀😀😀😀😀😀"), piece => Assert.False(char.IsHighSurrogate(piece[^1])));
}
