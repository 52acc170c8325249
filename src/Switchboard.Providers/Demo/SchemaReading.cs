using System.Globalization;
using System.Net.Mail;
using System.Text.Json;

namespace Switchboard.Providers.Demo;

/// <summary>Looks into JSON schemas, as far as tools and answer formats use them.</summary>
internal static class SchemaReading
{
    private const int MostHops = 16;

    private static readonly string[] Telling = ["email", "url", "date", "path", "file"];
    private static readonly string[] Combining = ["anyOf", "oneOf", "allOf"];

    /// <summary>Follows references and takes the first alternative that is not null.</summary>
    public static JsonElement Resolve(JsonElement root, JsonElement schema)
    {
        for (int hop = 0; hop < MostHops && schema.ValueKind == JsonValueKind.Object; hop++)
        {
            if (schema.TryGetProperty("$ref", out JsonElement reference) && reference.ValueKind == JsonValueKind.String)
            {
                schema = Follow(root, reference.GetString()!);
            }
            else if (Alternative(schema) is { } alternative)
            {
                schema = alternative;
            }
            else
            {
                return schema;
            }
        }
        return schema;
    }

    public static string Type(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out JsonElement type))
        {
            if (type.ValueKind == JsonValueKind.String)
            {
                return type.GetString()!;
            }
            if (type.ValueKind == JsonValueKind.Array)
            {
                return type.EnumerateArray().Select(one => one.GetString()).FirstOrDefault(one => one != "null") ?? "null";
            }
        }
        return schema.TryGetProperty("properties", out _) ? "object" : schema.TryGetProperty("items", out _) ? "array" : "string";
    }

    public static HashSet<string> Required(JsonElement schema) =>
        schema.TryGetProperty("required", out JsonElement required) && required.ValueKind == JsonValueKind.Array
            ? [.. required.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]
            : [];

    public static JsonElement? Default(JsonElement schema) => schema.TryGetProperty("default", out JsonElement value) ? value : null;

    public static string Word(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    public static int? Count(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int count) ? count : null;

    public static decimal LeastNumber(JsonElement schema, bool whole)
    {
        if (Default(schema) is { ValueKind: JsonValueKind.Number } usual && usual.TryGetDecimal(out decimal given))
        {
            return given;
        }
        try
        {
            decimal step = whole ? 1 : 0.5m;
            decimal least = Number(schema, "minimum") ?? (Number(schema, "exclusiveMinimum") + step) ?? decimal.MinValue;
            decimal most = Number(schema, "maximum") ?? (Number(schema, "exclusiveMaximum") - step) ?? decimal.MaxValue;
            decimal number = Math.Max(Math.Min(0, most), least);
            return Number(schema, "multipleOf") is { } multiple && multiple > 0 ? Math.Ceiling(number / multiple) * multiple : whole ? Math.Ceiling(number) : number;
        }
        catch (OverflowException)
        {
            return 0; // Bounds at the edge of what a decimal holds.
        }
    }

    /// <summary>A string property whose name or format says what to look for, so that finding something is not a guess.</summary>
    public static bool IsParticular(string name, JsonElement schema) =>
        Word(schema, "format").Length > 0
        || Telling.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    public static bool Fits(string text, string format) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "time" => TimeOnly.TryParseExact(text, "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "email" => MailAddress.TryCreate(text, out _),
        "uri" or "url" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "ipv4" or "ipv6" or "hostname" or "duration" => false,
        _ => true,
    };

    public static string Sample(string format) => format switch
    {
        "date" => "2025-01-01",
        "date-time" => "2025-01-01T12:00:00Z",
        "time" => "12:00:00",
        "duration" => "PT1H",
        "email" => "someone@example.com",
        "uri" or "url" => "https://example.com/",
        "uuid" => "00000000-0000-4000-8000-000000000000",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "hostname" => "example.com",
        _ => "unknown",
    };

    public static string Sized(string text, JsonElement schema)
    {
        int least = Count(schema, "minLength") ?? 0;
        int most = Count(schema, "maxLength") ?? int.MaxValue;
        text = text.Length < least ? text.PadRight(Math.Min(least, 10_000), '.') : text;
        return text.Length > most ? text[..Math.Max(0, most)] : text;
    }

    private static decimal? Number(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number) ? number : null;

    private static JsonElement? Alternative(JsonElement schema)
    {
        foreach (string kind in Combining)
        {
            if (schema.TryGetProperty(kind, out JsonElement options) && options.ValueKind == JsonValueKind.Array && options.GetArrayLength() > 0)
            {
                return options.EnumerateArray().FirstOrDefault(
                    option => option.ValueKind == JsonValueKind.Object && Word(option, "type") != "null", options[0]);
            }
        }
        return null;
    }

    private static JsonElement Follow(JsonElement root, string reference)
    {
        JsonElement at = root;
        foreach (string step in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
            {
                return default;
            }
        }
        return at;
    }
}
