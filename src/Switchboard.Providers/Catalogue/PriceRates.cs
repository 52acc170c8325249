using System.Collections.Frozen;
using System.Text.Json;

namespace Switchboard.Providers.Catalogue;

/// <summary>The rates of one place in a price file, by their names there, and what they mean where some are not given.</summary>
internal sealed class PriceRates
{
    private static readonly string[] MediaNames = ["audio_input", "audio_output", "image_input", "image_output", "image", "audio_minute", "characters", "searches"];

    private readonly Dictionary<string, long> _rates = new(StringComparer.Ordinal);
    private Dictionary<string, long>? _kinds;

    /// <summary>True where something is charged by a unit that is no token, if only faultily, so that tokens may have no price.</summary>
    public bool HasUnits { get; private set; }

    private bool HasMedia => _kinds is not null || MediaNames.Any(Has);

    public bool Has(string name) => _rates.ContainsKey(name);

    /// <summary>Reads one rate.</summary>
    /// <returns>False where the name is none of a rate.</returns>
    public bool Read(JsonProperty property, string path, List<PriceFault> faults)
    {
        if (!PriceUnit.Fields.TryGetValue(property.Name, out PriceUnit? unit))
        {
            return false;
        }
        HasUnits |= property.Name is "image" or "audio_minute" or "characters" or "searches";
        if (unit.Read(property.Value) is not { } rate)
        {
            faults.Add(new PriceFault(path, unit.Fault));
        }
        else if (!_rates.TryAdd(property.Name, rate))
        {
            faults.Add(new PriceFault(path, "is there twice"));
        }
        return true;
    }

    /// <summary>Reads the rates by kind of image: <c>{ "1024x1024": 0.04, "hd/1024x1024": 0.08 }</c>.</summary>
    public void ReadKinds(JsonElement value, string path, List<PriceFault> faults)
    {
        HasUnits = true;
        if (value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().Any())
        {
            faults.Add(new PriceFault(path, "must be an object with USD per image by size, quality or quality/size"));
            return;
        }
        if (_kinds is not null)
        {
            faults.Add(new PriceFault(path, "is there twice"));
            return;
        }
        _kinds = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty kind in value.EnumerateObject())
        {
            if (PriceUnit.Image.Read(kind.Value) is not { } rate)
            {
                faults.Add(new PriceFault($"{path}['{kind.Name}']", PriceUnit.Image.Fault));
            }
            else if (!_kinds.TryAdd(kind.Name, rate))
            {
                faults.Add(new PriceFault($"{path}['{kind.Name}']", "is there twice"));
            }
        }
    }

    /// <summary>
    /// The rates. One that is not given is the one it would be billed as: cached input as input, a longer write as a shorter one, reasoning
    /// as output, audio and images as text, a kind of image that is not named as the dearest one.
    /// </summary>
    /// <param name="fallback">For rates of long inputs: the usual ones, below which no bucket that they leave out can be.</param>
    public TokenRates ToRates(PriceRates? fallback)
    {
        long input = Get("input", 0);
        long output = Get("output", 0);
        long write = Get("cache_write_5m", Math.Max(input, fallback?.Get("cache_write_5m", 0) ?? 0));
        long longWrite = Get("cache_write_1h", Math.Max(write, fallback?.Get("cache_write_1h", 0) ?? 0));
        return new TokenRates(input, output, Get("cache_read", input), write, longWrite, Get("reasoning", output))
        {
            Media = HasMedia || fallback is { HasMedia: true } ? Media(input, output, fallback) : null,
        };
    }

    private MediaRates Media(long input, long output, PriceRates? fallback)
    {
        Dictionary<string, long>? kinds = _kinds ?? fallback?._kinds;
        return new MediaRates
        {
            AudioInput = Get("audio_input", Math.Max(input, fallback?.Get("audio_input", 0) ?? 0)),
            AudioOutput = Get("audio_output", Math.Max(output, fallback?.Get("audio_output", 0) ?? 0)),
            ImageInput = Get("image_input", Math.Max(input, fallback?.Get("image_input", 0) ?? 0)),
            ImageOutput = Get("image_output", Math.Max(output, fallback?.Get("image_output", 0) ?? 0)),
            Image = Get("image", fallback?.Get("image", 0) is > 0 and var usual ? usual : kinds?.Values.DefaultIfEmpty().Max() ?? 0),
            ImageKinds = kinds?.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase) ?? FrozenDictionary<string, long>.Empty,
            AudioMinute = Get("audio_minute", fallback?.Get("audio_minute", 0) ?? 0),
            Characters = Get("characters", fallback?.Get("characters", 0) ?? 0),
            Searches = Get("searches", fallback?.Get("searches", 0) ?? 0),
        };
    }

    private long Get(string name, long otherwise) => _rates.GetValueOrDefault(name, otherwise);
}
