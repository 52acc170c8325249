using System.Globalization;

namespace Switchboard.Gateway.Configuration;

/// <summary>Durations and sizes as people write them.</summary>
internal static class Quantities
{
    private static readonly (string Suffix, double Seconds)[] Durations = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    private static readonly (string Suffix, double Bytes)[] Sizes =
        [("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30), ("tib", 1L << 40), ("kb", 1 << 10), ("mb", 1 << 20), ("gb", 1 << 30), ("tb", 1L << 40), ("b", 1)];

    public static bool TryDuration(string text, out TimeSpan value)
    {
        var ok = TryScaled(text, Durations, out var seconds) && seconds < TimeSpan.MaxValue.TotalSeconds;
        value = ok ? TimeSpan.FromSeconds(seconds) : default;
        return ok;
    }

    /// <summary>Units are binary: 32MB is 33,554,432 bytes. A bare number counts bytes.</summary>
    public static bool TrySize(string text, out long value)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        var ok = TryScaled(text, Sizes, out var bytes) && bytes < long.MaxValue;
        value = ok ? (long)bytes : 0;
        return ok;
    }

    private static bool TryScaled(string text, (string Suffix, double Factor)[] units, out double value)
    {
        foreach (var (suffix, factor) in units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
                && double.TryParse(text.AsSpan(0, text.Length - suffix.Length).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                value = number * factor;
                return true;
            }
        }

        value = 0;
        return false;
    }
}
