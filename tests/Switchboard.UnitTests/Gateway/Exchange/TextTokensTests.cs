using System.Text;
using System.Text.Json;
using Switchboard.Gateway.Exchange;
using Switchboard.UnitTests.Architecture;

namespace Switchboard.UnitTests.Gateway.Exchange;

/// <summary>The estimator against a tokenizer's own counts, frozen in <c>token-counts.json</c> (eng/tokens makes them).</summary>
public sealed class TextTokensTests
{
    private static readonly (string Kind, byte[] Text, int Tokens)[] Counted = Read();

    [Theory]
    [InlineData("documents", 0.05)]
    [InlineData("english", 0.10)]
    [InlineData("code", 0.06)]
    [InlineData("json", 0.08)]
    [InlineData("chinese_japanese_korean", 0.08)]
    [InlineData("european", 0.20)]
    [InlineData("other_scripts", 0.12)]
    public void Count_OfOneKind_StaysWithinItsMeanError(string kind, double bound)
    {
        double[] errors = [.. Counted.Where(c => c.Kind == kind).Select(c => Math.Abs(Error(c.Text, c.Tokens)))];

        Assert.NotEmpty(errors);
        Assert.True(errors.Average() <= bound, $"{kind}: {errors.Average():P1}");
    }

    [Fact]
    public void Count_OfAnything_IsWithinAThird() =>
        Assert.All(Counted, c => Assert.InRange(Error(c.Text, c.Tokens), -0.33, 0.33));

    [Fact]
    public void Count_OfEveryKind_IsBetterThanFourBytesAToken()
    {
        foreach (var kind in Counted.GroupBy(c => c.Kind))
        {
            Assert.True(kind.Average(c => Math.Abs(Error(c.Text, c.Tokens))) < kind.Average(c => Math.Abs((c.Text.Length / 4.0 / c.Tokens) - 1)), kind.Key);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void Add_InPieces_CountsTheSame(int size)
    {
        foreach (var (_, text, _) in Counted)
        {
            var pieces = default(TextTokens);
            for (var at = 0; at < text.Length; at += size)
            {
                pieces.Add(text.AsSpan(at, Math.Min(size, text.Length - at)));
            }

            Assert.Equal(Count(text), pieces.Count);
        }
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData(" ", 0)]
    [InlineData("1234567", 3)]
    [InlineData("hello world", 2)]
    public void Count_OfLittle_IsExact(string text, int tokens) => Assert.Equal(tokens, Count(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Add_AnyBytes_NeverThrowsAndGrows()
    {
        var random = new Random(7);
        var bytes = new byte[4096];
        for (var round = 0; round < 50; round++)
        {
            random.NextBytes(bytes);
            Assert.True(Count(bytes) > Count(bytes.AsSpan(0, 1024)));
        }
    }

    [Fact]
    public void Add_AnyText_AllocatesNothing()
    {
        var text = Counted[0].Text;
        var least = Enumerable.Range(0, 5).Min(_ => Allocated(text)); // What the runtime itself takes on a thread now and then is not ours.

        Assert.Equal(0, least);
    }

    private static long Allocated(byte[] text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            Count(text);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double Error(byte[] text, int tokens) => ((double)Count(text) / tokens) - 1;

    private static long Count(ReadOnlySpan<byte> text)
    {
        var tokens = default(TextTokens);
        tokens.Add(text);
        return tokens.Count;
    }

    private static (string, byte[], int)[] Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "Switchboard.UnitTests", "Gateway", "Exchange", "token-counts.json")));
        return [.. file.RootElement.GetProperty("texts").EnumerateArray().Select(t => (t.GetProperty("kind").GetString()!, Encoding.UTF8.GetBytes(t.GetProperty("text").GetString()!), t.GetProperty("tokens").GetInt32()))];
    }
}
