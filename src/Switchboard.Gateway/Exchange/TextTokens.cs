using System.Buffers.Binary;
using System.Numerics;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Estimates how many tokens a text has, from its bytes in one pass and without allocating, in as many pieces as it comes. It cuts the text
/// into the runs that byte-pair tokenizers cut it into (words, digits, white space, punctuation, other scripts) and adds what such a run has
/// on average. The weights are a fit to OpenAI's <c>o200k_base</c>; <c>docs/prices.md</c> has the errors, <c>eng/tokens</c> measures them.
/// </summary>
internal struct TextTokens
{
    /// <summary>Weights are in 64ths of a token.</summary>
    private const int One = 64;

    private const int Word = 63, BeyondSix = 2, BeyondTen = 27, Punctuation = 73, MorePunctuation = 6, GluedPunctuation = 21;

    private const int Newline = 70, Indent = 39, Spaces = 57;

    private long _weight;
    private Run _run;
    private int _length;
    private int _sinceNewline;
    private bool _spaced;
    private bool _joined;
    private bool _lastUpper;
    private byte _lead;

    private enum Run : byte
    {
        None,
        Word,
        Digits,
        White,
        Punctuation,
        Newline,
    }

    /// <summary>The estimate of all that was added.</summary>
    public readonly long Count
    {
        get
        {
            var whole = this;
            whole.Close(Run.None);
            return (whole._weight + (One / 2)) / One;
        }
    }

    /// <summary>Adds the next piece of the text, in UTF-8; it may begin and end anywhere.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length)
        {
            var b = text[at];
            if (IsLetter(b))
            {
                at += AddWord(text[at..]);
            }
            else if (b >= 0x80)
            {
                AddOther(b);
                at++;
            }
            else
            {
                AddAscii(b);
                at++;
            }
        }
    }

    private static bool IsLetter(byte b) => (uint)((b | 0x20) - 'a') < 26;

    private static bool IsUpper(byte b) => (uint)(b - 'A') < 26;

    /// <summary>Letters up to the end of the word or of the piece; a capital after a small letter begins another word.</summary>
    private int AddWord(ReadOnlySpan<byte> text)
    {
        var upper = IsUpper(text[0]);
        if (_run != Run.Word || (upper && !_lastUpper))
        {
            var joined = _joined;
            Close(Run.Word);
            (_run, _length, _joined) = (Run.Word, 0, joined);
        }

        var length = 1 + SmallLetters(text[1..]);
        upper &= length == 1;
        while (length < text.Length && IsLetter(text[length]) && (upper || !IsUpper(text[length])))
        {
            upper = IsUpper(text[length++]);
        }

        _length += length;
        _lastUpper = upper;
        return length;
    }

    /// <summary>How many small letters the text begins with, up to eight: most of a word at once, because a loop over its letters is most of the work.</summary>
    private static int SmallLetters(ReadOnlySpan<byte> text)
    {
        if (text.Length < sizeof(ulong))
        {
            return 0;
        }

        // Each byte's top bit: set by the first sum from 'a' on, by the second past 'z', and clear where the byte itself is ASCII.
        const ulong Each = 0x0101010101010101;
        var bytes = BinaryPrimitives.ReadUInt64LittleEndian(text);
        var low = bytes & (0x7F * Each);
        var small = (low + ((0x80 - (ulong)'a') * Each)) & ~(low + ((0x7F - (ulong)'z') * Each)) & ~bytes & (0x80 * Each);
        return BitOperations.TrailingZeroCount(small ^ (0x80 * Each)) / 8;
    }

    private void AddAscii(byte b)
    {
        var kind = (uint)(b - '0') < 10 ? Run.Digits : b is (byte)' ' or (byte)'\t' ? Run.White : b is (byte)'\n' or (byte)'\r' ? Run.Newline : Run.Punctuation;
        var run = kind == Run.Newline ? Run.White : kind;
        if (_run != run)
        {
            var spaced = _run == Run.White;
            Close(kind);
            (_run, _length, _spaced, _sinceNewline) = (run, 0, spaced, -1);
        }

        _length++;
        _sinceNewline = kind == Run.Newline ? 0 : _sinceNewline < 0 ? -1 : _sinceNewline + 1;
    }

    /// <summary>A byte of a character beyond ASCII: its first byte says the script, or the second one does.</summary>
    private void AddOther(byte b)
    {
        if (b < 0xC0)
        {
            _weight += _lead == 0 ? 0 : ThreeBytes(_lead, b);
            _lead = 0;
            return;
        }

        Close(Run.None);
        _joined = b < 0xE0;
        _lead = b is >= 0xE0 and < 0xF0 ? b : (byte)0;
        _weight += b < 0xE0 ? TwoBytes(b) : b < 0xF0 ? 0 : 139;
    }

    private static int TwoBytes(byte lead) => lead switch
    {
        < 0xCA => 111, // Latin with marks.
        0xCE or 0xCF => 25, // Greek.
        >= 0xD0 and <= 0xD3 => 19, // Cyrillic.
        0xD6 or 0xD7 => 29, // Hebrew.
        >= 0xD8 and <= 0xDB => 23, // Arabic.
        _ => 17,
    };

    private static int ThreeBytes(byte lead, byte second) => lead switch
    {
        0xE0 => second is 0xB8 or 0xB9 ? 27 : 23, // Thai; the scripts of India.
        0xE2 when second <= 0x81 => 89, // Dashes, quotation marks.
        0xE3 when second == 0x80 => 89, // Punctuation of Chinese and Japanese.
        0xE3 when second <= 0x83 => 53, // Kana.
        >= 0xE3 and <= 0xE9 => 50, // Han.
        0xEA when second < 0xB0 => 19,
        >= 0xEA and <= 0xED => 48, // Hangul.
        0xEF when second is 0xBC or 0xBD => 89, // Full-width forms.
        _ => 19,
    };

    /// <summary>Adds what the run that ends here weighs, which depends on what comes next.</summary>
    private void Close(Run next)
    {
        _weight += _run switch
        {
            Run.Word => (_joined ? 0 : Word) + (BeyondSix * Math.Clamp(_length - 6, 0, 4)) + (BeyondTen * Math.Max(0, _length - 10)),
            Run.Digits => (_length + 2) / 3 * One,
            Run.White => White(next),
            Run.Punctuation => Punctuated(next),
            _ => 0,
        };
        (_run, _joined) = (Run.None, false);
    }

    private readonly int White(Run next)
    {
        // A space before a word or a sign is part of it; before digits it is a token of its own.
        var beforeDigit = next == Run.Digits ? One : 0;
        return _sinceNewline >= 0
            ? Newline + (_sinceNewline > 1 ? Indent : 0) + (_sinceNewline > 0 ? beforeDigit : 0)
            : _length > 1 ? Spaces : beforeDigit;
    }

    private readonly int Punctuated(Run next)
    {
        var weight = _length == 1 && !_spaced && next == Run.Word ? GluedPunctuation : Punctuation + (MorePunctuation * (_length - 1));
        return next == Run.Newline ? weight - Newline : weight; // The line's end is part of it.
    }
}
