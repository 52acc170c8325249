using System.Globalization;

namespace Switchboard.Gateway.Keys;

/// <summary>Micro-dollars as decimal text, exact and without trailing zeros: 1,250,000 is <c>1.25</c>.</summary>
internal static class MicroText
{
    private const int Decimals = 6;
    private const long PerUsd = 1_000_000;

    public static string Usd(long micros)
    {
        if (micros % PerUsd == 0)
        {
            return (micros / PerUsd).ToString(CultureInfo.InvariantCulture);
        }

        Span<char> text = stackalloc char[32];
        var at = 0;
        if (micros < 0)
        {
            text[at++] = '-';
        }

        var amount = Math.Abs(micros);
        (amount / PerUsd).TryFormat(text[at..], out var digits, provider: CultureInfo.InvariantCulture);
        at += digits;
        text[at++] = '.';
        (amount % PerUsd).TryFormat(text[at..], out _, "D6", CultureInfo.InvariantCulture);
        return text[..(at + Decimals)].TrimEnd('0').ToString();
    }
}
