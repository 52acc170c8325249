using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Switchboard.Gateway.Exchange;

/// <summary>Which texts of a request or an answer a model reads or writes, in any dialect, and their bytes without JSON's escapes.</summary>
internal static class JsonTexts
{
    /// <summary>The longest name below with each of its letters written as <c>\u0000</c>.</summary>
    private const int LongestEscapedName = 15 * 6;

    private static readonly SearchValues<byte> Base64Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);

    /// <summary>Text of an answer: OpenAI's, Anthropic's and Gemini's names.</summary>
    public static bool IsAnswer(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("arguments"u8)
        || reader.ValueTextEquals("partial_json"u8) || reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("reasoning_content"u8)
        || reader.ValueTextEquals("reasoning"u8) || reader.ValueTextEquals("refusal"u8) || reader.ValueTextEquals("name"u8) || reader.ValueTextEquals("delta"u8);

    /// <summary>A tool's arguments where they are an object: Anthropic's and Gemini's.</summary>
    public static bool IsArguments(ref Utf8JsonReader reader) => reader.ValueTextEquals("input"u8) || reader.ValueTextEquals("args"u8);

    /// <summary>What a model reads of the value whose name stands at the reader.</summary>
    public static RequestName NameOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return NameOf(reader.ValueSpan);
        }

        if (reader.ValueSpan.Length > LongestEscapedName)
        {
            return RequestName.Text;
        }

        Span<byte> name = stackalloc byte[LongestEscapedName];
        return NameOf(name[..reader.CopyString(name)]);
    }

    private static RequestName NameOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("id"u8) => RequestName.Frame,
        4 when name.SequenceEqual("role"u8) => RequestName.Role,
        4 when name.SequenceEqual("type"u8) || name.SequenceEqual("user"u8) => RequestName.Frame,
        4 when name.SequenceEqual("args"u8) => RequestName.Arguments,
        5 when name.SequenceEqual("model"u8) => RequestName.Frame,
        5 when name.SequenceEqual("tools"u8) => RequestName.Definition,
        5 when name.SequenceEqual("input"u8) => RequestName.Arguments,
        8 when name.SequenceEqual("metadata"u8) => RequestName.Frame,
        9 when name.SequenceEqual("functions"u8) => RequestName.Definition,
        9 when name.SequenceEqual("signature"u8) || name.SequenceEqual("image_url"u8) => RequestName.Frame,
        10 when name.SequenceEqual("media_type"u8) => RequestName.Frame,
        11 when name.SequenceEqual("tool_use_id"u8) || name.SequenceEqual("input_audio"u8) => RequestName.Frame,
        12 when name.SequenceEqual("tool_call_id"u8) => RequestName.Frame,
        13 when name.SequenceEqual("cache_control"u8) => RequestName.Frame,
        15 when name.SequenceEqual("response_format"u8) => RequestName.Definition,
        _ => RequestName.Text,
    };

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
