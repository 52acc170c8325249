using System.Text;
using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Chat;

public sealed class DeltaShapeTests
{
    private readonly DeltaShape _shape = new(new DeltaFields(["content", "thought"], ignored: ["p"], counted: ["total"]));

    [Fact]
    public void Fits_OtherWordsInTheSameFrame_GivesThemAsTheyStand()
    {
        Learn("""{"content":"Hello","p":"abc","done":false}""", "Hello");

        Assert.Equal("to\\n\\\"you\\\"", Words("""{"content":"to\n\"you\"","p":"defghi","done":false}"""));
        Assert.Equal(" all", Words("""{"content":" all","p":"x","done":false}"""));
    }

    [Theory]
    [InlineData("""{"content":"","p":"abc","done":false}""")]
    [InlineData("""{"content":"x","p":"abc","done":true}""")]
    [InlineData("""{"content":null,"p":"abc","done":false}""")]
    [InlineData("""{"content":"x","p":"abc","done":false,"error":{}}""")]
    [InlineData("""{"content":"x","p":"abc","more":"","done":false}""")]
    [InlineData("""{"content":"\ud83d","p":"abc","done":false}""")]
    [InlineData("""{"content": "x","p":"abc","done":false}""")]
    public void Fits_AnythingElseThatDiffers_HasToBeRead(string data)
    {
        Learn("""{"content":"Hello","p":"abc","done":false}""", "Hello");

        Assert.Null(Words(data));
    }

    [Fact]
    public void Fits_SeveralFrames_TakesTheFirst()
    {
        Learn("""{"content":"Hello"}""", "Hello");
        var two = Frame("""{"content":"a"}""");

        Assert.True(_shape.Fits([.. two, .. Frame("""{"content":"bcd"}""")], out var length, out var delta));
        Assert.Equal((two.Length, 4, ChatUpdateKind.Text), (length, delta.Block, delta.Kind));
    }

    [Fact]
    public void Learn_WordsInOneOfTwoFields_TakesTheOneThatWasSaid()
    {
        Learn("""{"content":"","thought":"Hm"}""", "Hm", ChatUpdateKind.Thinking);

        Assert.Equal("so", Words("""{"content":"","thought":"so"}"""));
        Assert.Null(Words("""{"content":"x","thought":"so"}"""));
    }

    [Theory]
    [InlineData("""{"content":"Hello","also":{"content":"Hello"}}""", "Hello", ChatUpdateKind.Text)]
    [InlineData("""{"content":"Hello"}""", "\n\nHello", ChatUpdateKind.Text)]
    [InlineData("""{"other":"Hello"}""", "Hello", ChatUpdateKind.Text)]
    [InlineData("""{"content":"seal"}""", "seal", ChatUpdateKind.Signature)]
    public void Learn_WhatIsNotPlainlyTheWords_LearnsNothing(string data, string said, ChatUpdateKind kind)
    {
        Learn(data, said, kind);

        Assert.Null(Words(data));
    }

    [Fact]
    public void Unread_RunningTotals_AreThoseOfTheLastFrame()
    {
        Learn("""{"content":"a","total":9}""", "a");
        Assert.True(_shape.Unread.IsEmpty);

        foreach (var data in new[] { """{"content":"b","total":10}""", """{"content":"c","total":123}""" })
        {
            Assert.True(_shape.Fits(Frame(data), out var length, out _));
            _shape.Passed(Frame(data).AsSpan(0, length));
        }

        Assert.Equal(Frame("""{"content":"c","total":123}"""), _shape.Unread.ToArray());
        _shape.Forget();
        Assert.True(_shape.Unread.IsEmpty);
    }

    [Fact]
    public void Learn_ShapesThatNothingFits_GivesUp()
    {
        for (var at = 0; at < 20; at++)
        {
            Learn($$"""{"at":{{at}},"content":"a"}""", "a");
        }

        Assert.Null(Words("""{"at":19,"content":"b"}"""));
    }

    [Fact]
    public void Forget_AfterAnotherFrame_FitsNothing()
    {
        Learn("""{"content":"a"}""", "a");
        _shape.Forget();

        Assert.Null(Words("""{"content":"a"}"""));
    }

    private static byte[] Frame(string data) => Encoding.UTF8.GetBytes($"data: {data}\n\n");

    private void Learn(string data, string said, ChatUpdateKind kind = ChatUpdateKind.Text) => _shape.Learn(Frame(data), ChatUpdate.Delta(kind, 4, said));

    private string? Words(string data) => _shape.Fits(Frame(data), out _, out var delta) ? Encoding.UTF8.GetString(delta.Json) : null;
}
