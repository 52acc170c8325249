// Renews src/Switchboard.Providers/Catalogue/models.json from a price table in LiteLLM's format (facts only: rates, limits, abilities).
//   dotnet run eng/prices/update.cs -- <path to the table>
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

if (args.Length != 1)
{
    Console.Error.WriteLine("usage: dotnet run eng/prices/update.cs -- <path to a LiteLLM-format table>");
    return 2;
}

string here = Path.GetDirectoryName(SourcePath())!;
using JsonDocument table = JsonDocument.Parse(File.ReadAllBytes(args[0]));
string version = table.RootElement.TryGetProperty("last_updated", out JsonElement updated)
    ? updated.GetString()![..10]
    : File.GetLastWriteTimeUtc(args[0]).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

// Ours: the demo models cost a little, so that budgets can be tried offline; what runs at home costs nothing.
List<string> entries =
[
    """
        "demo/*": { "input": 1, "output": 2, "context": 128000, "max_output": 4096, "can": ["tools", "parallel_tools", "json_schema"] }
    """.Trim(),
    """
        "ollama/*": { "input": 0, "output": 0 }
    """.Trim(),
    """
        "local/*": { "input": 0, "output": 0 }
    """.Trim(),
];
int missing = 0;
foreach (string line in File.ReadLines(Path.Combine(here, "models.txt")))
{
    string name = line.Trim();
    if (name.Length == 0 || name[0] == '#')
    {
        continue;
    }
    if (Find(table.RootElement, name) is { } row)
    {
        entries.Add($"\"{name}\": {Entry(row)}");
    }
    else
    {
        missing++;
        Console.Error.WriteLine($"not in the table: {name}");
    }
}

var json = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\n  \"version\": \"{version}\",\n  \"effective\": \"{version}\",\n  \"models\": {{\n");
json.AppendJoin(",\n", entries.Select(entry => "    " + entry)).Append("\n  }\n}\n");
string target = Path.GetFullPath(Path.Combine(here, "../../src/Switchboard.Providers/Catalogue/models.json"));
File.WriteAllText(target, json.ToString());
Console.WriteLine($"{entries.Count} entries, {missing} missing, version {version}: {target}");
return 0;

static string SourcePath([CallerFilePath] string path = "") => path;

static JsonElement? Find(JsonElement table, string name)
{
    string bare = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
    foreach (string key in new[] { name, bare })
    {
        if (table.TryGetProperty(key, out JsonElement row) && row.TryGetProperty("input_cost_per_token", out _))
        {
            return row;
        }
    }
    return null;
}

static string Entry(JsonElement row)
{
    var parts = new List<string>
    {
        Rate(row, "input", "input_cost_per_token")!,
        Rate(row, "output", "output_cost_per_token") ?? "\"output\": 0",
        Rate(row, "cache_read", "cache_read_input_token_cost")!,
        Rate(row, "cache_write_5m", "cache_creation_input_token_cost")!,
        Rate(row, "cache_write_1h", "cache_creation_input_token_cost_above_1hr")!,
        Reasoning(row)!,
        Above(row)!,
        Count(row, "context", "max_input_tokens")!,
        Count(row, "max_output", "max_output_tokens")!,
        Abilities(row)!,
    };
    return "{ " + string.Join(", ", parts.Where(part => part is not null)) + " }";
}

static string? Rate(JsonElement row, string name, string field) =>
    row.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Number
        ? $"\"{name}\": {Millions(value)}"
        : null;

static string Millions(JsonElement perToken) =>
    decimal.Round(decimal.Parse(perToken.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture) * 1_000_000m, 6)
        .ToString("0.######", CultureInfo.InvariantCulture);

static string? Reasoning(JsonElement row) =>
    row.TryGetProperty("output_cost_per_reasoning_token", out JsonElement reasoning)
        && reasoning.GetRawText() != row.GetProperty("output_cost_per_token").GetRawText()
        ? $"\"reasoning\": {Millions(reasoning)}"
        : null;

static string? Above(JsonElement row)
{
    foreach (int thousands in new[] { 128, 200, 256, 272, 512 })
    {
        string suffix = $"_above_{thousands}k_tokens";
        if (row.TryGetProperty("input_cost_per_token" + suffix, out _))
        {
            string?[] parts =
            [
                $"\"tokens\": {thousands * 1000}",
                Rate(row, "input", "input_cost_per_token" + suffix),
                Rate(row, "output", "output_cost_per_token" + suffix) ?? Rate(row, "output", "output_cost_per_token"),
                Rate(row, "cache_read", "cache_read_input_token_cost" + suffix),
                Rate(row, "cache_write_5m", "cache_creation_input_token_cost" + suffix),
                Rate(row, "cache_write_1h", "cache_creation_input_token_cost_above_1hr" + suffix),
            ];
            return "\"above\": { " + string.Join(", ", parts.Where(part => part is not null)) + " }";
        }
    }
    return null;
}

static string? Count(JsonElement row, string name, string field) =>
    row.TryGetProperty(field, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0
        ? $"\"{name}\": {(long)value.GetDouble()}"
        : null;

static string? Abilities(JsonElement row)
{
    (string Field, string Name)[] known =
    [
        ("supports_function_calling", "tools"),
        ("supports_parallel_function_calling", "parallel_tools"),
        ("supports_vision", "vision"),
        ("supports_pdf_input", "pdf"),
        ("supports_audio_input", "audio"),
        ("supports_response_schema", "json_schema"),
        ("supports_reasoning", "reasoning"),
        ("supports_prompt_caching", "prompt_caching"),
    ];
    List<string> can = [.. known.Where(pair => row.TryGetProperty(pair.Field, out JsonElement on) && on.ValueKind == JsonValueKind.True).Select(pair => pair.Name)];
    if (row.TryGetProperty("mode", out JsonElement mode) && mode.GetString() == "embedding")
    {
        can.Add("embeddings");
    }
    return can.Count == 0 ? null : "\"can\": [" + string.Join(", ", can.Select(name => $"\"{name}\"")) + "]";
}
