using System.Text.Json;

namespace Switchboard.ConformanceTests.Schemas;

/// <summary>
/// OpenAI's own description of its API, and a light check against it: required properties, types, fixed values. Not a JSON Schema
/// validator; formats, lengths and ranges are left out.
/// </summary>
internal sealed class OpenAiSchema
{
    private static readonly string Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, "..", "shared", "data", "specs", "openai-openapi.json"));
    private static readonly Lazy<OpenAiSchema?> Loaded = new(Load);
    private readonly JsonElement schemas;

    private OpenAiSchema(JsonElement schemas) => this.schemas = schemas;

    /// <summary>The description, or the test is skipped.</summary>
    public static OpenAiSchema Get()
    {
        Assert.SkipWhen(Loaded.Value is null, "OpenAI's API description is not here: put openai-openapi.json into ../shared/data/specs beside the repository.");
        return Loaded.Value!;
    }

    /// <summary>Fails with all that does not fit the named schema.</summary>
    public void AssertFits(string name, JsonElement value)
    {
        List<string> faults = [.. Faults(schemas.GetProperty(name), value, "$")];
        Assert.True(faults.Count == 0, $"{value.GetRawText()} is no {name}:\n{string.Join('\n', faults)}");
    }

    private static OpenAiSchema? Load()
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(Path));
        return new OpenAiSchema(document.RootElement.GetProperty("components").GetProperty("schemas").Clone());
    }

    private IEnumerable<string> Faults(JsonElement schema, JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Null && schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean())
        {
            return [];
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return Faults(schemas.GetProperty(reference.GetString()!.Split('/')[^1]), value, at);
        }

        return [.. Choices(schema, value, at), .. Type(schema, value, at), .. Members(schema, value, at)];
    }

    private IEnumerable<string> Choices(JsonElement schema, JsonElement value, string at)
    {
        foreach (var word in (ReadOnlySpan<string>)["anyOf", "oneOf"])
        {
            if (schema.TryGetProperty(word, out var choices) && !choices.EnumerateArray().Any(choice => !Faults(choice, value, at).Any()))
            {
                return [$"{at}: fits none of its {choices.GetArrayLength()} kinds"];
            }
        }

        return schema.TryGetProperty("allOf", out var all) ? all.EnumerateArray().SelectMany(part => Faults(part, value, at)) : [];
    }

    private static IEnumerable<string> Type(JsonElement schema, JsonElement value, string at)
    {
        if (schema.TryGetProperty("type", out var type))
        {
            string[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];
            if (!types.Any(one => Is(one, value)))
            {
                yield return $"{at}: is {value.ValueKind}, not {string.Join(" or ", types)}";
            }
        }

        if (schema.TryGetProperty("enum", out var values) && !values.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            yield return $"{at}: {value.GetRawText()} is none of {values.GetRawText()}";
        }
    }

    private IEnumerable<string> Members(JsonElement schema, JsonElement value, string at)
    {
        var faults = new List<string>();
        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("required", out var required))
        {
            faults.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at}.{name.GetString()}: is missing"));
        }

        if (value.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties))
        {
            faults.AddRange(value.EnumerateObject().Where(member => properties.TryGetProperty(member.Name, out _))
                .SelectMany(member => Faults(properties.GetProperty(member.Name), member.Value, $"{at}.{member.Name}")));
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            faults.AddRange(value.EnumerateArray().SelectMany((item, i) => Faults(items, item, $"{at}[{i}]")));
        }

        return faults;
    }

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.Null,
    };
}
