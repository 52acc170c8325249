using System.Text.Json;

namespace Switchboard.Providers.Demo;

/// <summary>
/// Writes an instance of a JSON schema: what the user said where it fits, else the least that is valid. Schemas may refer to themselves and
/// come from anyone, so depth and size are bounded; beyond that the instance is cut short.
/// </summary>
internal sealed class SchemaFiller(JsonElement root, ArgumentFinder finder, Utf8JsonWriter json)
{
    private const int DeepestLevel = 12;
    private const int MostValues = 2000;

    private int _values;

    public void Write(string name, JsonElement schema, int level = 0)
    {
        schema = SchemaReading.Resolve(root, schema);
        if (++_values > MostValues || level > DeepestLevel)
        {
            json.WriteNullValue();
            return;
        }
        if (schema.ValueKind != JsonValueKind.Object)
        {
            json.WriteStringValue(finder.Text);
            return;
        }
        if (schema.TryGetProperty("const", out JsonElement constant))
        {
            constant.WriteTo(json);
        }
        else if (schema.TryGetProperty("enum", out JsonElement values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0)
        {
            (finder.Choice(values) ?? SchemaReading.Default(schema) ?? values[0]).WriteTo(json);
        }
        else
        {
            WriteType(name, schema, level);
        }
    }

    private void WriteType(string name, JsonElement schema, int level)
    {
        switch (SchemaReading.Type(schema))
        {
            case "object":
                WriteObject(schema, level);
                break;
            case "array":
                WriteArray(name, schema, level);
                break;
            case "integer":
                json.WriteNumberValue(finder.Number(schema, whole: true) ?? SchemaReading.LeastNumber(schema, whole: true));
                break;
            case "number":
                json.WriteNumberValue(finder.Number(schema, whole: false) ?? SchemaReading.LeastNumber(schema, whole: false));
                break;
            case "boolean":
                json.WriteBooleanValue(finder.Flag(name) ?? SchemaReading.Default(schema)?.ValueKind == JsonValueKind.True);
                break;
            case "null":
                json.WriteNullValue();
                break;
            default:
                json.WriteStringValue(Text(name, schema));
                break;
        }
    }

    private string Text(string name, JsonElement schema)
    {
        string format = SchemaReading.Word(schema, "format");
        string? found = finder.String(name, format);
        if (found is null || !SchemaReading.Fits(found, format))
        {
            found = SchemaReading.Default(schema) is { ValueKind: JsonValueKind.String } usual ? usual.GetString()! : SchemaReading.Sample(format);
        }
        return SchemaReading.Sized(found, schema);
    }

    private void WriteObject(JsonElement schema, int level)
    {
        json.WriteStartObject();
        if (level < DeepestLevel && schema.TryGetProperty("properties", out JsonElement properties) && properties.ValueKind == JsonValueKind.Object)
        {
            HashSet<string> required = SchemaReading.Required(schema);
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                if (required.Contains(property.Name))
                {
                    json.WritePropertyName(property.Name);
                    Write(property.Name, property.Value, level + 1);
                }
                else
                {
                    WriteOptional(property);
                }
            }
        }
        json.WriteEndObject();
    }

    /// <summary>An optional property is only given where the user's words hold a value that can be told apart: one of a few, a number, a flag.</summary>
    private void WriteOptional(JsonProperty property)
    {
        JsonElement schema = SchemaReading.Resolve(root, property.Value);
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }
        if (schema.TryGetProperty("enum", out JsonElement values) && values.ValueKind == JsonValueKind.Array)
        {
            if (finder.Choice(values) is { } said)
            {
                json.WritePropertyName(property.Name);
                said.WriteTo(json);
            }
            return;
        }
        string type = SchemaReading.Type(schema);
        if (type is "integer" or "number" && finder.Number(schema, type == "integer") is { } number)
        {
            json.WriteNumber(property.Name, number);
        }
        else if (type == "boolean" && finder.Flag(property.Name) is { } flag)
        {
            json.WriteBoolean(property.Name, flag);
        }
        else if (type == "string" && SchemaReading.IsParticular(property.Name, schema)
            && finder.String(property.Name, SchemaReading.Word(schema, "format")) is { } text)
        {
            json.WriteString(property.Name, text);
        }
    }

    private void WriteArray(string name, JsonElement schema, int level)
    {
        int least = SchemaReading.Count(schema, "minItems") ?? 0;
        least = Math.Min(least, MostValues - _values);
        int most = Math.Max(least, SchemaReading.Count(schema, "maxItems") ?? int.MaxValue);
        JsonElement items = schema.TryGetProperty("items", out JsonElement given) ? SchemaReading.Resolve(root, given) : default;
        int written = 0;
        json.WriteStartArray();
        if (items.ValueKind == JsonValueKind.Object && SchemaReading.Type(items) == "string" && !items.TryGetProperty("enum", out _))
        {
            foreach (string text in finder.List().Take(most))
            {
                json.WriteStringValue(SchemaReading.Sized(text, items));
                written++;
            }
        }
        else if (items.ValueKind == JsonValueKind.Object && SchemaReading.Type(items) is "integer" or "number")
        {
            while (written < most && finder.Number(items, SchemaReading.Type(items) == "integer") is { } number)
            {
                json.WriteNumberValue(number);
                written++;
            }
        }
        // One element shows the shape, even where none is demanded.
        for (; written < Math.Max(least, most > 0 && written == 0 && level < 3 ? 1 : 0) && items.ValueKind == JsonValueKind.Object; written++)
        {
            Write(name, items, level + 1);
        }
        json.WriteEndArray();
    }
}
