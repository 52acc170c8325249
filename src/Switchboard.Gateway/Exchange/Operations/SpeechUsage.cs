using Switchboard.Protocol;
using Switchboard.Providers.Catalogue;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>
/// What speaking a text consumes. Some vendors charge by the character, which is exact; some by tokens or time, which no recording tells:
/// these are estimates.
/// </summary>
internal static class SpeechUsage
{
    /// <summary>English is spoken at near 15 characters a second.</summary>
    private const long CharactersPerSecond = 15;

    /// <summary>The slowest speech, with pauses.</summary>
    private const long FewestCharactersPerSecond = 4;

    /// <summary>OpenAI's speech has near 20 audio tokens a second.</summary>
    private const long TokensPerSecond = 20;

    public static UsageBound Most(Exchange exchange)
    {
        var characters = Characters(exchange);
        var seconds = (characters / FewestCharactersPerSecond) + 1;
        return new UsageBound(exchange.Body.Length, seconds * TokensPerSecond)
        {
            MediaOut = true,
            Units = new MediaUsage { Characters = characters, AudioMillis = seconds * 1000 },
        };
    }

    /// <summary>Only what the model's price counts: a recording has a length, but few vendors charge by it.</summary>
    public static TokenUsage Of(Exchange exchange)
    {
        var characters = Characters(exchange);
        var rates = exchange.Route?.Price?.Rates;
        if (rates is not { } known || known.Media is { Characters: > 0 } || (known.Input == 0 && known.Media is null or { AudioMinute: 0, AudioOutput: 0 }))
        {
            return new TokenUsage(0, 0) { Characters = characters };
        }

        var seconds = (characters + CharactersPerSecond - 1) / CharactersPerSecond;
        var media = new MediaUsage
        {
            Characters = characters,
            AudioMillis = known.Media is { AudioMinute: > 0 } ? seconds * 1000 : 0,
            AudioOutput = known.Media is { AudioMinute: > 0 } ? 0 : seconds * TokensPerSecond,
        };
        return new TokenUsage(known.Input > 0 ? TokenEstimate.OfBytes(characters) : 0, 0) { Media = media, Estimated = true };
    }

    /// <summary>Unicode characters of the text.</summary>
    private static long Characters(Exchange exchange)
    {
        var count = 0L;
        foreach (var _ in (RequestValues.Text(exchange, "input") ?? "").EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
