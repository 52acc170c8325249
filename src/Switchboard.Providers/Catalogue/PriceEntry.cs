using System.Globalization;
using System.Text.Json;

namespace Switchboard.Providers.Catalogue;

/// <summary>Reads one model's entry of a price file and notes every fault in it.</summary>
internal sealed class PriceEntry
{
    private readonly List<PriceFault> _faults;
    private readonly PriceLevel _level;
    private readonly PriceRates _rates = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly List<PriceEntry> _periods = [];
    private ModelAbilities _abilities;
    private DateOnly? _from;
    private PriceEntry? _long;

    private PriceEntry(PriceLevel level, List<PriceFault> faults) => (_level, _faults) = (level, faults);

    private string Known => _level switch
    {
        PriceLevel.Above => $"tokens, {PriceUnit.FieldNames}",
        PriceLevel.Period => $"from, {PriceUnit.FieldNames}, above",
        _ => $"{PriceUnit.FieldNames}, above, periods, context, max_output, effective, can",
    };

    public static ModelPrice? Read(string provider, string model, JsonElement value, string path, List<PriceFault> faults)
    {
        int before = faults.Count;
        var entry = new PriceEntry(PriceLevel.Model, faults);
        entry.ReadFields(value, path);
        if (faults.Count > before)
        {
            return null;
        }
        var price = new ModelPrice(provider, model, entry._rates.ToRates(null))
        {
            LongContext = entry.LongContext(),
            ContextTokens = entry.Count("context"),
            MaxOutputTokens = entry.Count("max_output"),
            Effective = entry._from,
            Abilities = entry._abilities,
        };
        return entry._periods.Count == 0 ? price : price with
        {
            Later = [.. entry._periods.Select(p => price with { Rates = p._rates.ToRates(null), LongContext = p.LongContext(), Effective = p._from })],
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

    private void ReadFields(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            _faults.Add(new PriceFault(path, "must be an object"));
            return;
        }
        foreach (JsonProperty property in value.EnumerateObject())
        {
            ReadField(property, $"{path}.{property.Name}");
        }
        if (!_rates.HasUnits)
        {
            Require(_rates.Has("input"), "input", path);
            Require(_rates.Has("output"), "output", path);
        }
        Require(_level != PriceLevel.Above || _counts.ContainsKey("tokens"), "tokens", path);
        Require(_level != PriceLevel.Period || _from is not null, "from", path);
    }

    private void ReadField(JsonProperty property, string path)
    {
        switch (property.Name)
        {
            case "images":
                _rates.ReadKinds(property.Value, path, _faults);
                break;
            case "tokens" when _level == PriceLevel.Above:
            case "context" or "max_output" when _level == PriceLevel.Model:
                ReadCount(property, path);
                break;
            case "effective" when _level == PriceLevel.Model:
            case "from" when _level == PriceLevel.Period:
                _from = Date(property.Value, path, _faults);
                break;
            case "can" when _level == PriceLevel.Model:
                _abilities = ReadAbilities(property.Value, path);
                break;
            case "above" when _level != PriceLevel.Above:
                _long = new PriceEntry(PriceLevel.Above, _faults);
                _long.ReadFields(property.Value, path);
                break;
            case "periods" when _level == PriceLevel.Model:
                ReadPeriods(property.Value, path);
                break;
            default:
                if (!_rates.Read(property, path, _faults))
                {
                    _faults.Add(new PriceFault(path, "is not one of " + Known));
                }
                break;
        }
    }

    private void ReadPeriods(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            _faults.Add(new PriceFault(path, "must be an array of rates, each with the date \"from\" which they hold"));
            return;
        }
        int index = 0;
        foreach (JsonElement item in value.EnumerateArray())
        {
            var period = new PriceEntry(PriceLevel.Period, _faults);
            period.ReadFields(item, $"{path}[{index}]");
            if (_periods.Count > 0 && period._from <= _periods[^1]._from)
            {
                _faults.Add(new PriceFault($"{path}[{index}].from", "must be later than the period before"));
            }
            _periods.Add(period);
            index++;
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
            ModelAbilities one = item.ValueKind == JsonValueKind.String ? ModelAbilityNames.Find(item.GetString()) : ModelAbilities.None;
            if (one == ModelAbilities.None)
            {
                _faults.Add(new PriceFault($"{path}[{index}]", "is not one of " + ModelAbilityNames.All));
            }
            all |= one;
            index++;
        }
        return all;
    }

    private LongContextRates? LongContext() => _long is null ? null : new LongContextRates(_long._counts["tokens"], _long._rates.ToRates(_rates));

    private int? Count(string name) => _counts.TryGetValue(name, out int count) ? count : null;

    private void Require(bool found, string name, string path)
    {
        // A field that is there but wrong has its own fault already.
        if (!found && !_faults.Any(fault => fault.Path == $"{path}.{name}"))
        {
            _faults.Add(new PriceFault($"{path}.{name}", "is missing"));
        }
    }
}
