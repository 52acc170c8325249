using System.Globalization;

namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>The file names of segments: eight digits, then what form the segment has.</summary>
internal static class SegmentName
{
    public const string RawExtension = ".journal";
    public const string SealedExtension = ".sealed";
    public const string UnfinishedExtension = ".tmp";

    public static string Raw(int number) => number.ToString("D8", CultureInfo.InvariantCulture) + RawExtension;

    public static string Sealed(int number) => number.ToString("D8", CultureInfo.InvariantCulture) + SealedExtension;

    public static int? Number(string name, string extension) =>
        name.EndsWith(extension, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(0, name.Length - extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
}
