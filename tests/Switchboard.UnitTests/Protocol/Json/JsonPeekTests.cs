using System.Text;
using Switchboard.Protocol.Json;

namespace Switchboard.UnitTests.Protocol.Json;

public sealed class JsonPeekTests
{
    [Theory]
    [InlineData("""{"usage":{}}""", "{}}")]
    [InlineData("{\"usage\" :\r\n\t 1}", "1}")]
    [InlineData("""{"a":"usage","b":["usage"],"usage":2}""", "2}")]
    [InlineData("""{"a":"\"usage\":3"}""", null)]
    [InlineData("""{"a":"usage"}""", null)]
    [InlineData("""{"usage":""", null)]
    [InlineData("""{"usage""", null)]
    [InlineData("", null)]
    public void Value_OfAField_IsFoundByItsBytes(string json, string? rest)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var at = JsonPeek.Value(bytes, "\"usage\""u8);
        Assert.Equal(rest, at < 0 ? null : Encoding.UTF8.GetString(bytes[at..]));
    }

    [Theory]
    [InlineData("""{"usage":null}""", false)]
    [InlineData("""{"usage":{}}""", true)]
    [InlineData("{}", false)]
    public void Has_AValueOtherThanNull(string json, bool expected) =>
        Assert.Equal(expected, JsonPeek.Has(Encoding.UTF8.GetBytes(json), "\"usage\""u8));

    [Theory]
    [InlineData("""{"finish_reason":"stop"}""", "stop")]
    [InlineData("""{"finish_reason":null}""", "")]
    [InlineData("""{"finish_reason":"sto""", "")]
    public void Word_IsAString_OrEmpty(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonPeek.Word(Encoding.UTF8.GetBytes(json), "\"finish_reason\""u8)));
}
