using System.Globalization;
using System.Text.Json;

namespace Switchboard.Providers.Catalogue;

/// <summary>Reads one model's entry of a price file and notes every fault in it.</summary>
internal sealed class PriceEntry
{
    private const decimal MaxUsdPerMillion = 1_000_000m;

    private readonly List<PriceFault> _faults;
    private readonly Dictionary<string, long> _rates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private ModelAbilities _abilities;
    private DateOnly? _effective;
    private PriceEntry? _long;

    private PriceEntry(List<PriceFault> faults) => _faults = faults;

    public static ModelPrice? Read(string provider, string model, JsonElement value, string path, List<PriceFault> faults)
    {
        int before = faults.Count;
        var entry = new PriceEntry(faults);
        entry.ReadFields(value, path, nested: false);
        return faults.Count > before ? null : new ModelPrice(provider, model, entry.Rates(null))
        {
            LongContext = entry._long is { } tier ? new LongContextRates(tier._counts["tokens"], tier.Rates(entry)) : null,
            ContextTokens = entry.Count("context"),
            MaxOutputTokens = entry.Count("max_output"),
            Effective = entry._effective,
            Abilities = entry._abilities,
        };
    }

    public static DateOnly? Date(JsonElement value, string path, List<PriceFault> faults)
    {
        if (value.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            return date;
        }
        faults.Add(new PriceFault(path, "must be a date like 2026-07-24"));
        return null;
    }

    private void ReadFields(JsonElement value, string path, bool nested)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            _faults.Add(new PriceFault(path, "must be an object"));
            return;
        }
        foreach (JsonProperty property in value.EnumerateObject())
        {
            ReadField(property, $"{path}.{property.Name}", nested);
        }
        Require(_rates, "input", path);
        Require(_rates, "output", path);
        if (nested)
        {
            Require(_counts, "tokens", path);
        }
    }

    private void ReadField(JsonProperty property, string path, bool nested)
    {
        switch (property.Name)
        {
            case "input" or "output" or "cache_read" or "cache_write_5m" or "cache_write_1h" or "reasoning":
                ReadRate(property, path);
                break;
            case "tokens" when nested:
            case "context" or "max_output" when !nested:
                ReadCount(property, path);
                break;
            case "effective" when !nested:
                _effective = Date(property.Value, path, _faults);
                break;
            case "can" when !nested:
                _abilities = ReadAbilities(property.Value, path);
                break;
            case "above" when !nested:
                _long = new PriceEntry(_faults);
                _long.ReadFields(property.Value, path, nested: true);
                break;
            default:
                _faults.Add(new PriceFault(path, nested
                    ? "is not one of tokens, input, output, cache_read, cache_write_5m, cache_write_1h, reasoning"
                    : "is not one of input, output, cache_read, cache_write_5m, cache_write_1h, reasoning, above, context, max_output, effective, can"));
                break;
        }
    }

    private void ReadRate(JsonProperty property, string path)
    {
        if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetDecimal(out decimal usd)
            || usd is < 0 or > MaxUsdPerMillion || decimal.Truncate(usd * 1_000_000m) != usd * 1_000_000m)
        {
            _faults.Add(new PriceFault(path, "must be USD per million tokens: a number from 0 to 1000000 with at most six decimals"));
        }
        else if (!_rates.TryAdd(property.Name, (long)(usd * 1_000_000m)))
        {
            _faults.Add(new PriceFault(path, "is there twice"));
        }
    }

    private void ReadCount(JsonProperty property, string path)
    {
        if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt32(out int count) || count <= 0)
        {
            _faults.Add(new PriceFault(path, "must be a whole number of tokens above 0"));
        }
        else if (!_counts.TryAdd(property.Name, count))
        {
            _faults.Add(new PriceFault(path, "is there twice"));
        }
    }

    private ModelAbilities ReadAbilities(JsonElement value, string path)
    {
        ModelAbilities all = ModelAbilities.None;
        if (value.ValueKind != JsonValueKind.Array)
        {
            _faults.Add(new PriceFault(path, "must be an array"));
            return all;
        }
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            ModelAbilities one = item.ValueKind == JsonValueKind.String ? Ability(item.GetString()) : ModelAbilities.None;
            if (one == ModelAbilities.None)
            {
                _faults.Add(new PriceFault(
                    $"{path}[{index}]", "is not one of tools, parallel_tools, vision, pdf, audio, json_schema, reasoning, prompt_caching, embeddings"));
            }
            all |= one;
            index++;
        }
        return all;
    }

    private static ModelAbilities Ability(string? name) => name switch
    {
        "tools" => ModelAbilities.Tools,
        "parallel_tools" => ModelAbilities.ParallelTools,
        "vision" => ModelAbilities.Vision,
        "pdf" => ModelAbilities.Pdf,
        "audio" => ModelAbilities.Audio,
        "json_schema" => ModelAbilities.JsonSchema,
        "reasoning" => ModelAbilities.Reasoning,
        "prompt_caching" => ModelAbilities.PromptCaching,
        "embeddings" => ModelAbilities.Embeddings,
        _ => ModelAbilities.None,
    };

    /// <summary>A rate that is not given is the one it would be billed as: cached input as input, a longer write as a shorter one, reasoning as output.</summary>
    private TokenRates Rates(PriceEntry? fallback)
    {
        long input = _rates["input"];
        long output = _rates["output"];
        long write = _rates.GetValueOrDefault("cache_write_5m", Math.Max(input, fallback?._rates.GetValueOrDefault("cache_write_5m") ?? 0));
        long longWrite = _rates.GetValueOrDefault("cache_write_1h", Math.Max(write, fallback?._rates.GetValueOrDefault("cache_write_1h") ?? 0));
        return new TokenRates(input, output, _rates.GetValueOrDefault("cache_read", input), write, longWrite, _rates.GetValueOrDefault("reasoning", output));
    }

    private int? Count(string name) => _counts.TryGetValue(name, out long count) ? (int)count : null;

    private void Require(Dictionary<string, long> found, string name, string path)
    {
        // A field that is there but wrong has its own fault already.
        if (!found.ContainsKey(name) && !_faults.Any(fault => fault.Path == $"{path}.{name}"))
        {
            _faults.Add(new PriceFault($"{path}.{name}", "is missing"));
        }
    }
}
