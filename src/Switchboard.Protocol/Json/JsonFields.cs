using System.Text.Json;

namespace Switchboard.Protocol.Json;

/// <summary>
/// Typed looks at a parsed object's fields. Null counts as absent everywhere; a wrong type is a fault that names the field.
/// </summary>
internal static class JsonFields
{
    /// <summary>The field's value, unless it is absent or null.</summary>
    public static bool Has(this JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>The field's text; null where it is absent or no string: for a vendor's answer, of which nobody is told that it is odd.</summary>
    public static string? TextOrNull(this JsonElement parent, string name) =>
        parent.Has(name, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.Read(value) : null;

    public static string? Text(this JsonElement parent, string name, ReadFaults faults) =>
        parent.Has(name, out var value) ? value.AsText(name, faults) : null;

    public static string? AsText(this JsonElement value, string name, ReadFaults faults)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return JsonText.Read(value);
        }

        if (value.ValueKind != JsonValueKind.Null)
        {
            faults.Add(name, "Give a string.");
        }

        return null;
    }

    /// <summary>A string that must be there.</summary>
    public static string Needed(this JsonElement parent, string name, ReadFaults faults)
    {
        var text = parent.Text(name, faults);
        if (text is null)
        {
            faults.Add(name, "This string is required.");
        }

        return text ?? string.Empty;
    }

    public static bool? Flag(this JsonElement parent, string name, ReadFaults faults) =>
        parent.Has(name, out var value) ? value.AsFlag(name, faults) : null;

    public static double? Number(this JsonElement parent, string name, ReadFaults faults) =>
        parent.Has(name, out var value) ? value.AsNumber(name, faults) : null;

    public static long? Whole(this JsonElement parent, string name, ReadFaults faults) =>
        parent.Has(name, out var value) ? value.AsWhole(name, faults) : null;

    /// <summary>The elements of an array field; none where it is absent.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement parent, string name, ReadFaults faults) =>
        parent.Has(name, out var value) ? value.AsItems(name, faults) : default;

    public static long? AsWhole(this JsonElement value, string name, ReadFaults faults)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole))
        {
            return whole;
        }

        if (value.ValueKind != JsonValueKind.Null)
        {
            faults.Add(name, "Give a whole number.");
        }

        return null;
    }

    public static double? AsNumber(this JsonElement value, string name, ReadFaults faults)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
        {
            return number;
        }

        if (value.ValueKind != JsonValueKind.Null)
        {
            faults.Add(name, "Give a number.");
        }

        return null;
    }

    public static bool? AsFlag(this JsonElement value, string name, ReadFaults faults)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        if (value.ValueKind != JsonValueKind.Null)
        {
            faults.Add(name, "Give true or false.");
        }

        return null;
    }

    /// <summary>The elements of an array; none, and a fault, where the value is something else.</summary>
    public static JsonElement.ArrayEnumerator AsItems(this JsonElement value, string name, ReadFaults faults)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray();
        }

        if (value.ValueKind != JsonValueKind.Null)
        {
            faults.Add(name, "Give an array.");
        }

        return default;
    }
}
