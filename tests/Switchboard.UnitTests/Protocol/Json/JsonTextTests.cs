using System.Text;
using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.UnitTests.Protocol.Json;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("plain äöü", "plain äöü")]
    [InlineData("\\n\\t\\r\\b\\f\\\\\\/\\\"", "\n\t\r\b\f\\/\"")]
    [InlineData("a\\u00e9z", "aéz")]
    [InlineData("\\ud83d\\ude00!", "\U0001F600!")]
    [InlineData("\\ud83d", "\uFFFD")]
    [InlineData("\\ud83dx", "\uFFFDx")]
    [InlineData("\\ud83d\\u0041", "\uFFFDA")]
    [InlineData("\\ud83d\\ud83d\\ude00", "\uFFFD\U0001F600")]
    [InlineData("\\ude00\\n", "\uFFFD\n")]
    public void Read_AnyEscapes_GivesTextWithoutHalfPairs(string inner, string expected)
    {
        var json = Encoding.UTF8.GetBytes($"\"{inner}\"");
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Assert.Equal(expected, JsonText.Read(ref reader));
        using var document = JsonDocument.Parse(json);
        Assert.Equal(expected, JsonText.Read(document.RootElement));
    }

    [Fact]
    public void Read_BrokenUtf8_IsReplaced()
    {
        byte[] json = [(byte)'"', (byte)'a', 0xFF, (byte)'\\', (byte)'n', 0xC3, (byte)'"'];
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Assert.Equal("a\uFFFD\n\uFFFD", JsonText.Read(ref reader));
    }
}
