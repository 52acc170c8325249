using System.Text;
using Switchboard.Protocol.Json;

namespace Switchboard.UnitTests.Protocol.Json;

public sealed class JsonRunTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("words", 5)]
    [InlineData("é\U0001F600", 6)]
    [InlineData("""a\"b\\""", 6)]
    [InlineData("""\\\/\b\f\n\r\t""", 14)]
    [InlineData("""caf\u00e9""", 9)]
    [InlineData("""\ud7ff\uE000""", 12)]
    public void Text_ValidString_EndsAtItsQuote(string inner, int length) =>
        Assert.Equal(length, JsonRun.Text(Encoding.UTF8.GetBytes(inner + "\",\"next\":\"x\"}")));

    [Theory]
    [InlineData("""\ud83d""")]
    [InlineData("""\uDE00""")]
    [InlineData("""\u00g0""")]
    [InlineData("""\x""")]
    [InlineData("a\nb")]
    [InlineData("a\u0000")]
    public void Text_WhatMustBeReadFirst_IsNotPassedOn(string inner) =>
        Assert.Equal(-1, JsonRun.Text(Encoding.UTF8.GetBytes(inner + "\"}")));

    [Theory]
    [InlineData("no end")]
    [InlineData("""ends in \""")]
    [InlineData("""ends in \u00""")]
    public void Text_WithoutItsQuote_IsNone(string rest) => Assert.Equal(-1, JsonRun.Text(Encoding.UTF8.GetBytes(rest)));

    [Fact]
    public void Text_BrokenUtf8_IsNotPassedOn() => Assert.Equal(-1, JsonRun.Text([(byte)'a', 0xC3, (byte)'"']));

    [Theory]
    [InlineData("0,", 1)]
    [InlineData("120}", 3)]
    [InlineData("012}", -1)]
    [InlineData("1.5}", -1)]
    [InlineData("1e3}", -1)]
    [InlineData("-1}", -1)]
    [InlineData("12", -1)]
    [InlineData("null", -1)]
    public void Digits_WholeNumbersAlone_AreMeasured(string rest, int length) => Assert.Equal(length, JsonRun.Digits(Encoding.UTF8.GetBytes(rest)));
}
