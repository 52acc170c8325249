// Renews src/Switchboard.Providers/Catalogue/models.json from a price table in LiteLLM's format (facts only: rates, limits, abilities).
//   dotnet run eng/prices/update.cs -- <path to the table>
// models.txt says which models. Where a rate differs from the one that models.json has from an older table, the old one stays and the new
// one becomes a period from the new table's date on, so that what was asked before is still priced as it was.
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run eng/prices/update.cs -- <path to a LiteLLM-format table>");
    return 2;
}

string here = Path.GetDirectoryName(SourcePath())!;
string target = Path.GetFullPath(Path.Combine(here, "../../src/Switchboard.Providers/Catalogue/models.json"));
using JsonDocument table = JsonDocument.Parse(File.ReadAllBytes(args[0]));
string version = table.RootElement.TryGetProperty("last_updated", out JsonElement updated)
    ? updated.GetString()![..10]
    : File.GetLastWriteTimeUtc(args[0]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
JsonObject? before = File.Exists(target) ? JsonNode.Parse(File.ReadAllBytes(target))!.AsObject() : null;
string? beforeVersion = before?["version"]?.GetValue<string>();
Console.WriteLine($"table of {version}, {table.RootElement.EnumerateObject().Count()} rows; models.json is of {beforeVersion ?? "no date"}");

// Ours: the demo models cost a little, so that budgets can be tried offline; what runs at home costs nothing.
List<string> ours =
[
    """ "demo/*": { "input": 1, "output": 2, "context": 128000, "max_output": 4096, "can": ["tools", "parallel_tools", "json_schema"] } """.Trim(),
    """ "ollama/*": { "input": 0, "output": 0 } """.Trim(),
    """ "local/*": { "input": 0, "output": 0 } """.Trim(),
];
var images = ImageKinds.Of(table.RootElement);
string[] names = [.. File.ReadLines(Path.Combine(here, "models.txt")).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#')];
int changed = 0, left = 0, read = 0;
var lines = new List<string>(ours);
foreach (string name in names)
{
    read++;
    (string? reason, JsonObject? entry) = Build(name);
    if (entry is null)
    {
        left++;
        Console.Error.WriteLine($"left out: {name}: {reason}");
        continue;
    }
    if (beforeVersion is not null)
    {
        entry = Periods.Join(before!["models"]![name] as JsonObject, entry, beforeVersion, version, out bool differs);
        if (differs)
        {
            changed++;
            Console.WriteLine($"new rates from {version}: {name}");
        }
    }
    lines.Add($"\"{name}\": {Compact(entry)}");
    if (read % 100 == 0)
    {
        Console.WriteLine($"{read} of {names.Length} models read");
    }
}

var json = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\n  \"version\": \"{version}\",\n  \"effective\": \"{before?["effective"]?.GetValue<string>() ?? version}\",\n  \"models\": {{\n");
json.AppendJoin(",\n", lines.Select(line => "    " + line)).Append("\n  }\n}\n");
File.WriteAllText(target, json.ToString());
Console.WriteLine($"{lines.Count} entries, {left} left out, {changed} with new rates, version {version}: {target}");
return 0;

(string? Reason, JsonObject? Entry) Build(string name)
{
    if (Rows.Find(table.RootElement, name) is not { } row)
    {
        return ("not in the table", null);
    }
    if (row.TryGetProperty("deprecation_date", out JsonElement end) && string.CompareOrdinal(end.GetString()![..10], version) <= 0)
    {
        return ($"retired on {end.GetString()![..10]}", null);
    }
    JsonObject entry = Rates.Of(row, images.GetValueOrDefault(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]));
    return Rates.Fault(row, entry) is { } fault ? (fault, null) : (null, Limits.Add(entry, row));
}

static string SourcePath([CallerFilePath] string path = "") => path;

static string Compact(JsonObject entry)
{
    string text = entry.ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 0, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Replace("\n", " ", StringComparison.Ordinal);
    return text.Replace("[ ", "[", StringComparison.Ordinal).Replace(" ]", "]", StringComparison.Ordinal);
}

/// <summary>Finds a model's row: under the vendor's name in the table, else bare, where the row says that it is that vendor's.</summary>
static class Rows
{
    private static readonly Dictionary<string, string> TableNames = new() { ["together"] = "together_ai", ["fireworks"] = "fireworks_ai" };

    public static JsonElement? Find(JsonElement table, string name)
    {
        string provider = name[..name.IndexOf('/', StringComparison.Ordinal)];
        string bare = name[(provider.Length + 1)..];
        string theirs = TableNames.GetValueOrDefault(provider, provider);
        foreach (string key in new[] { $"{theirs}/{bare}", bare })
        {
            if (table.TryGetProperty(key, out JsonElement row) && row.TryGetProperty("litellm_provider", out JsonElement owner)
                && owner.GetString()!.StartsWith(theirs, StringComparison.Ordinal))
            {
                return row;
            }
        }
        return null;
    }
}

/// <summary>What images cost by quality and size: rows named <c>hd/1024-x-1792/dall-e-3</c>, in dollars per image or per pixel.</summary>
static class ImageKinds
{
    public static Dictionary<string, JsonObject> Of(JsonElement table)
    {
        var kinds = new Dictionary<string, JsonObject>();
        foreach (JsonProperty row in table.EnumerateObject())
        {
            string[] parts = row.Name.Split('/');
            int size = parts.Length - 2;
            // "standard" is the usual quality of DALL-E; of the later models it is a name that the vendor does not have.
            if (size is not (0 or 1) || parts[size].Split("-x-") is not [{ } w, { } h] || !int.TryParse(w, out int width) || !int.TryParse(h, out int height)
                || (!parts[^1].StartsWith("dall-e", StringComparison.Ordinal) && (size == 0 || parts[0] == "standard")))
            {
                continue;
            }
            decimal usd = Number.Of(row.Value, "input_cost_per_image") ?? (Number.Of(row.Value, "input_cost_per_pixel") ?? 0) * width * height;
            JsonObject ofModel = kinds.TryGetValue(parts[^1], out JsonObject? known) ? known : kinds[parts[^1]] = [];
            ofModel[size == 0 ? $"{width}x{height}" : $"{parts[0]}/{width}x{height}"] = Number.Rounded(usd, 3);
        }
        return kinds;
    }
}

static class Number
{
    public static decimal? Of(JsonElement row, string field) =>
        row.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            ? decimal.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture)
            : null;

    public static JsonNode Rounded(decimal value, int decimals) =>
        JsonNode.Parse(decimal.Round(value, decimals).ToString("0.############", CultureInfo.InvariantCulture))!;

    /// <summary>The table's prices per second are rounded to four digits, so that those of a minute are no truer.</summary>
    public static JsonNode FourDigits(decimal value)
    {
        int decimals = 3;
        for (decimal v = value; v < 1 && v > 0; v *= 10)
        {
            decimals++;
        }
        return Rounded(value, Math.Min(decimals, 12));
    }
}

/// <summary>A row's rates in our units.</summary>
static class Rates
{
    private static readonly (string Name, string Field)[] Tokens =
    [
        ("input", "input_cost_per_token"), ("output", "output_cost_per_token"), ("cache_read", "cache_read_input_token_cost"),
        ("cache_write_5m", "cache_creation_input_token_cost"), ("cache_write_1h", "cache_creation_input_token_cost_above_1hr"),
    ];

    public static JsonObject Of(JsonElement row, JsonObject? imageKinds)
    {
        var entry = new JsonObject();
        string mode = Mode(row);
        bool makesImages = mode.StartsWith("image", StringComparison.Ordinal);
        foreach ((string name, string field) in Tokens)
        {
            Add(entry, name, Number.Of(row, field), 1_000_000, 6);
        }
        AddMedia(entry, row);
        AddAbove(entry, row);
        decimal? image = Number.Of(row, "output_cost_per_image") ?? (makesImages ? Number.Of(row, "input_cost_per_image") : null);
        Add(entry, "image", makesImages ? image : null, 1, 6);
        if (imageKinds is not null && makesImages)
        {
            entry["images"] = imageKinds.DeepClone();
        }
        decimal? second = Number.Of(row, "input_cost_per_second") is { } heard and > 0 ? heard : Number.Of(row, "output_cost_per_second");
        if (mode.StartsWith("audio", StringComparison.Ordinal) && second is { } usd)
        {
            entry["audio_minute"] = Number.FourDigits(usd * 60);
        }
        Add(entry, "characters", Number.Of(row, "input_cost_per_character"), 1_000_000, 6);
        Add(entry, "searches", Number.Of(row, "input_cost_per_query") is { } query and > 0 ? query : null, 1000, 6);
        return Tidy(entry);
    }

    /// <summary>Why a row cannot be believed, or null.</summary>
    public static string? Fault(JsonElement row, JsonObject entry)
    {
        decimal Rate(string name) => entry[name]?.GetValue<decimal>() ?? 0;
        bool free = !entry.Any(rate => rate.Value is JsonValue && rate.Value.GetValue<decimal>() > 0) && entry["images"] is null;
        return Mode(row) switch
        {
            "moderation" => null,
            _ when free => "the table has no price",
            "chat" or "responses" when Rate("input") == 0 || Rate("output") == 0 => "the table has no price of input or output",
            "embedding" or "rerank" when Rate("input") > 10 => $"{Rate("input")} USD per million tokens is a slip of the pen",
            _ when Rate("input") > 500 || Rate("output") > 1000 => "its price is a slip of the pen",
            _ => null,
        };
    }

    public static string Mode(JsonElement row) => row.TryGetProperty("mode", out JsonElement mode) ? mode.GetString()! : "chat";

    private static void Add(JsonObject entry, string name, decimal? usd, decimal factor, int decimals)
    {
        if (usd is { } value)
        {
            entry[name] = Number.Rounded(value * factor, decimals);
        }
    }

    private static void AddMedia(JsonObject entry, JsonElement row)
    {
        decimal input = Number.Of(row, "input_cost_per_token") ?? 0, output = Number.Of(row, "output_cost_per_token") ?? 0;
        Add(entry, "reasoning", Unless(Number.Of(row, "output_cost_per_reasoning_token"), output, output), 1_000_000, 6);
        // A rate of audio or images below the text's is a slip in the table: no vendor has one.
        Add(entry, "audio_input", Unless(Number.Of(row, "input_cost_per_audio_token"), input, input), 1_000_000, 6);
        Add(entry, "audio_output", Unless(Number.Of(row, "output_cost_per_audio_token"), output, output), 1_000_000, 6);
        Add(entry, "image_input", Unless(Number.Of(row, "input_cost_per_image_token"), input, input), 1_000_000, 6);
        Add(entry, "image_output", Unless(Number.Of(row, "output_cost_per_image_token"), output, output), 1_000_000, 6);
    }

    private static decimal? Unless(decimal? rate, decimal same, decimal least) => rate == same || rate < least ? null : rate;

    private static void AddAbove(JsonObject entry, JsonElement row)
    {
        foreach (int thousands in new[] { 128, 200, 256, 272, 512 })
        {
            string suffix = $"_above_{thousands}k_tokens";
            if (Number.Of(row, "input_cost_per_token" + suffix) is null)
            {
                continue;
            }
            var above = new JsonObject { ["tokens"] = thousands * 1000 };
            foreach ((string name, string field) in Tokens)
            {
                Add(above, name, Number.Of(row, field + suffix) ?? (name == "output" ? Number.Of(row, field) : null), 1_000_000, 6);
            }
            entry["above"] = above;
            return;
        }
    }

    /// <summary>Tokens for nothing beside another unit are not said; a price of input alone costs nothing for output.</summary>
    private static JsonObject Tidy(JsonObject entry)
    {
        bool units = entry["image"] is not null || entry["images"] is not null || entry["audio_minute"] is not null || entry["characters"] is not null || entry["searches"] is not null;
        foreach (string name in new[] { "input", "output" })
        {
            if (units && entry[name] is { } zero && zero.GetValue<decimal>() == 0)
            {
                entry.Remove(name);
            }
            else if (!units && entry[name] is null)
            {
                entry[name] = Number.Rounded(0, 0);
            }
        }
        return entry;
    }
}

/// <summary>A row's limits and abilities.</summary>
static class Limits
{
    private static readonly (string Field, string Name)[] Abilities =
    [
        ("supports_function_calling", "tools"), ("supports_parallel_function_calling", "parallel_tools"), ("supports_vision", "vision"),
        ("supports_pdf_input", "pdf"), ("supports_audio_input", "audio"), ("supports_response_schema", "json_schema"),
        ("supports_reasoning", "reasoning"), ("supports_prompt_caching", "prompt_caching"), ("supports_audio_output", "audio_output"),
        ("supports_video_input", "video"), ("supports_web_search", "web_search"),
    ];

    private static readonly Dictionary<string, string[]> Modes = new()
    {
        ["embedding"] = ["embeddings"],
        ["image_generation"] = ["images"],
        ["image_edit"] = ["image_edits"],
        ["audio_transcription"] = ["transcription"],
        ["audio_speech"] = ["speech"],
        ["rerank"] = ["rerank"],
        ["moderation"] = ["moderation"],
    };

    public static JsonObject Add(JsonObject entry, JsonElement row)
    {
        string mode = Rates.Mode(row);
        Count(entry, "context", Number.Of(row, "max_input_tokens"));
        Count(entry, "max_output", mode is "embedding" or "rerank" or "moderation" ? null : Number.Of(row, "max_output_tokens"));
        List<string> can = [.. Abilities.Where(pair => row.TryGetProperty(pair.Field, out JsonElement on) && on.ValueKind == JsonValueKind.True).Select(pair => pair.Name)];
        can.AddRange(Modes.GetValueOrDefault(mode, []));
        if (row.TryGetProperty("supported_endpoints", out JsonElement paths) && paths.EnumerateArray().Any(path => path.GetString()!.EndsWith("images/edits", StringComparison.Ordinal)) && !can.Contains("image_edits"))
        {
            can.Add("image_edits");
        }
        if (can.Count > 0)
        {
            entry["can"] = new JsonArray([.. can.Select(name => (JsonNode)name)]);
        }
        return entry;
    }

    private static void Count(JsonObject entry, string name, decimal? count)
    {
        if (count is { } value and > 0)
        {
            entry[name] = (long)value;
        }
    }
}

/// <summary>Keeps what a model cost before.</summary>
static class Periods
{
    private const int Kept = 3;
    private static readonly string[] NoRates = ["context", "max_output", "can", "periods", "effective"];

    /// <summary>The new entry with what the model cost before: its first rates, and the later ones as periods.</summary>
    public static JsonObject Join(JsonObject? old, JsonObject entry, string oldVersion, string version, out bool differs)
    {
        differs = false;
        bool later = string.CompareOrdinal(version, oldVersion) > 0;
        if (old is null)
        {
            if (later)
            {
                entry["effective"] = version;
            }
            return entry;
        }
        JsonArray all = old["periods"]?.DeepClone().AsArray() ?? [];
        JsonObject last = all.Count > 0 ? all[^1]!.AsObject() : old;
        differs = later && !JsonNode.DeepEquals(RatesOf(last), RatesOf(entry));
        if (!later && all.Count == 0)
        {
            return entry;
        }
        if (differs || !later)
        {
            JsonObject next = RatesOf(entry);
            next.Insert(0, "from", differs ? version : last["from"]!.DeepClone());
            if (!later)
            {
                all.RemoveAt(all.Count - 1);
            }
            all.Add(next);
        }
        return With(old, entry, all);
    }

    private static JsonObject With(JsonObject old, JsonObject entry, JsonArray periods)
    {
        JsonObject joined = RatesOf(old);
        while (periods.Count > Kept)
        {
            joined = RatesOf(periods[0]!.AsObject());
            periods.RemoveAt(0);
        }
        if (periods.Count > 0)
        {
            joined["periods"] = periods;
        }
        foreach ((string name, JsonNode? value) in (ReadOnlySpan<(string, JsonNode?)>)[("context", entry["context"]), ("max_output", entry["max_output"]), ("effective", old["effective"]), ("can", entry["can"])])
        {
            if (value is not null)
            {
                joined[name] = value.DeepClone();
            }
        }
        return joined;
    }

    private static JsonObject RatesOf(JsonObject entry)
    {
        JsonObject rates = entry.DeepClone().AsObject();
        foreach (string name in (string[])[.. NoRates, "from"])
        {
            rates.Remove(name);
        }
        return rates;
    }
}
