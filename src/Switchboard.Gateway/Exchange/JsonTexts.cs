using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Switchboard.Gateway.Exchange;

/// <summary>Which texts of a request or an answer a model reads or writes, in any dialect, and their bytes without JSON's escapes.</summary>
internal static class JsonTexts
{
    private static readonly SearchValues<byte> Base64Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);

    /// <summary>Text of an answer: OpenAI's, Anthropic's and Gemini's names.</summary>
    public static bool IsAnswer(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("arguments"u8)
        || reader.ValueTextEquals("partial_json"u8) || reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("reasoning_content"u8)
        || reader.ValueTextEquals("reasoning"u8) || reader.ValueTextEquals("refusal"u8) || reader.ValueTextEquals("name"u8) || reader.ValueTextEquals("delta"u8);

    /// <summary>Definitions of tools and schemas, of which a model reads the names too.</summary>
    public static bool IsDefinition(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("tools"u8) || reader.ValueTextEquals("functions"u8) || reader.ValueTextEquals("response_format"u8);

    /// <summary>A tool's arguments where they are an object: Anthropic's and Gemini's.</summary>
    public static bool IsArguments(ref Utf8JsonReader reader) => reader.ValueTextEquals("input"u8) || reader.ValueTextEquals("args"u8);

    /// <summary>Values that a model does not read as text.</summary>
    public static bool IsFrame(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("role"u8) || reader.ValueTextEquals("model"u8) || reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("id"u8)
        || reader.ValueTextEquals("tool_call_id"u8) || reader.ValueTextEquals("tool_use_id"u8) || reader.ValueTextEquals("metadata"u8)
        || reader.ValueTextEquals("user"u8) || reader.ValueTextEquals("cache_control"u8) || reader.ValueTextEquals("signature"u8)
        || reader.ValueTextEquals("image_url"u8) || reader.ValueTextEquals("input_audio"u8) || reader.ValueTextEquals("media_type"u8);

    /// <summary>A data URL, or base64 of some length.</summary>
    public static bool IsAttachment(ReadOnlySpan<byte> value) =>
        value.StartsWith("data:"u8) || (value.Length > 256 && value[..256].IndexOfAnyExcept(Base64Letters) < 0);

    /// <summary>Adds the string or name at the reader.</summary>
    public static void Add(ref Utf8JsonReader reader, ref TextTokens text)
    {
        var rest = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            text.Add(rest);
            return;
        }

        while (rest.IndexOf((byte)'\\') is >= 0 and var at)
        {
            text.Add(rest[..at]);
            rest = rest[at..];
            rest = rest[(rest[1] == 'u' ? AddCode(rest, ref text) : AddEscape(rest[1], ref text))..];
        }

        text.Add(rest);
    }

    private static int AddEscape(byte letter, ref TextTokens text)
    {
        text.Add([letter switch { (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', (byte)'b' or (byte)'f' => (byte)' ', _ => letter }]);
        return 2;
    }

    /// <summary>Adds the character of <c>\u0000</c>, or of a pair of them; half a pair counts as nothing much.</summary>
    private static int AddCode(ReadOnlySpan<byte> escape, ref TextTokens text)
    {
        var length = 6;
        var first = (char)Code(escape);
        if (!Rune.TryCreate(first, out var rune) && escape.Length >= 12 && escape[6] == '\\' && escape[7] == 'u'
            && Rune.TryCreate(first, (char)Code(escape[6..]), out rune))
        {
            length = 12;
        }

        Span<byte> bytes = stackalloc byte[4];
        text.Add(bytes[..rune.EncodeToUtf8(bytes)]);
        return length;
    }

    private static int Code(ReadOnlySpan<byte> escape) =>
        int.TryParse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) ? code : 0;
}
