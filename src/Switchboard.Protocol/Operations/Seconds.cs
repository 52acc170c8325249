namespace Switchboard.Protocol.Operations;

/// <summary>Durations as vendors write them: seconds as a number.</summary>
internal static class Seconds
{
    private const double Longest = 1e9;

    /// <summary>Whole milliseconds, rounded up; 0 for what is no duration.</summary>
    public static long ToMillis(double seconds) => seconds is > 0 and < Longest ? (long)Math.Ceiling(seconds * 1000) : 0;
}
