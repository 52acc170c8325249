using System.Collections.Frozen;
using System.Text.Json;

namespace Switchboard.Providers.Catalogue;

/// <summary>The unit in which a price file says one rate, and its factor to micro-dollars per million.</summary>
/// <param name="Words">The unit in words, for messages.</param>
/// <param name="Factor">Dollars per this unit × factor = micro-dollars per million.</param>
/// <param name="MaxUsd">More than this is a slip of the pen.</param>
/// <param name="Decimals">The finest fraction of a dollar that the factor still makes a whole number.</param>
internal sealed record PriceUnit(string Words, decimal Factor, decimal MaxUsd, int Decimals)
{
    public static readonly PriceUnit Image = new("USD per image", 1e12m, 1_000m, 12);

    private static readonly PriceUnit MillionTokens = new("USD per million tokens", 1e6m, 1_000_000m, 6);
    private static readonly PriceUnit MillionCharacters = MillionTokens with { Words = "USD per million characters" };
    private static readonly PriceUnit Minute = new("USD per minute of audio", 1e12m, 1_000m, 12);
    private static readonly PriceUnit ThousandSearches = new("USD per 1,000 searches", 1e9m, 1_000_000m, 9);

    /// <summary>The rates that a price file may name, beside the image kinds.</summary>
    public static readonly FrozenDictionary<string, PriceUnit> Fields = new Dictionary<string, PriceUnit>
    {
        ["input"] = MillionTokens,
        ["output"] = MillionTokens,
        ["cache_read"] = MillionTokens,
        ["cache_write_5m"] = MillionTokens,
        ["cache_write_1h"] = MillionTokens,
        ["reasoning"] = MillionTokens,
        ["audio_input"] = MillionTokens,
        ["audio_output"] = MillionTokens,
        ["image_input"] = MillionTokens,
        ["image_output"] = MillionTokens,
        ["image"] = Image,
        ["audio_minute"] = Minute,
        ["characters"] = MillionCharacters,
        ["searches"] = ThousandSearches,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names of <see cref="Fields"/>, for messages.</summary>
    public const string FieldNames = "input, output, cache_read, cache_write_5m, cache_write_1h, reasoning, audio_input, audio_output, image_input, image_output, image, images, audio_minute, characters, searches";

    /// <summary>Reads a rate; null where it is no such number.</summary>
    public long? Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDecimal(out decimal usd) || usd < 0 || usd > MaxUsd)
        {
            return null;
        }
        decimal micros = usd * Factor;
        return decimal.Truncate(micros) == micros ? (long)micros : null;
    }

    /// <summary>What to write instead of a faulty rate.</summary>
    public string Fault => FormattableString.Invariant($"must be {Words}: a number from 0 to {MaxUsd} with at most {Word(Decimals)} decimals");

    private static string Word(int decimals) => decimals switch { 6 => "six", 9 => "nine", _ => "twelve" };
}
