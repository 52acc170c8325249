namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Instants as Unix microseconds: what the files and the store's columns hold.</summary>
internal static class Micros
{
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>An instant outside the calendar (a damaged file) reads as the epoch.</summary>
    public static DateTimeOffset ToTime(long micros)
    {
        const long Last = 253_402_300_799_999_999;
        return DateTimeOffset.UnixEpoch.AddMicroseconds(micros is < 0 or > Last ? 0 : micros);
    }
}
