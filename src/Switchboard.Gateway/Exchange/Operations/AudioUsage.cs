using System.Globalization;
using System.Text;
using Switchboard.Protocol;
using Switchboard.Protocol.Operations;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>What hearing a recording consumes: what the vendor tells, else its length, else a guess by its size.</summary>
internal static class AudioUsage
{
    /// <summary>Speech at 4 kbit/s, below which no codec that vendors take goes (but for silence).</summary>
    private const long FewestBytesPerSecond = 500;

    /// <summary>Music players' usual 128 kbit/s.</summary>
    private const long UsualBytesPerSecond = 16_000;

    /// <summary>OpenAI's models hear ten tokens a second.</summary>
    private const long TokensPerSecond = 10;

    /// <summary>Nobody speaks faster.</summary>
    private const long SpokenTokensPerSecond = 5;

    public static UsageBound Most(long bytes)
    {
        var seconds = (bytes / FewestBytesPerSecond) + 1;
        return new UsageBound(seconds * TokensPerSecond, seconds * SpokenTokensPerSecond) { MediaIn = true, Units = new MediaUsage { AudioMillis = seconds * 1000 } };
    }

    public static TokenUsage Of(in OperationFacts facts, long bytes) => facts.Usage is { IsEmpty: false } told
        ? told
        : facts.DurationMillis > 0 ? new TokenUsage(0, 0) { AudioMillis = facts.DurationMillis } : Guess(bytes);

    /// <summary>Of subtitles, whose last line tells the length, or of plain text.</summary>
    public static TokenUsage OfText(ReadOnlySpan<byte> text, long bytes) =>
        LastTime(text) is { } length ? new TokenUsage(0, 0) { AudioMillis = (long)Math.Ceiling(length.TotalMilliseconds) } : Guess(bytes);

    private static TokenUsage Guess(long bytes) => new(0, 0) { AudioMillis = ((bytes * 1000) + UsualBytesPerSecond - 1) / UsualBytesPerSecond, Estimated = true };

    private static TimeSpan? LastTime(ReadOnlySpan<byte> text)
    {
        var arrow = text.LastIndexOf("--> "u8);
        if (arrow < 0)
        {
            return null;
        }

        var line = text[(arrow + 4)..];
        var end = line.IndexOfAny((byte)'\r', (byte)'\n', (byte)' ');
        var clock = Encoding.UTF8.GetString(end < 0 ? line : line[..end]).Replace(',', '.');
        return TimeSpan.TryParseExact(clock, [@"hh\:mm\:ss\.fff", @"mm\:ss\.fff"], CultureInfo.InvariantCulture, out var time) ? time : null;
    }
}
