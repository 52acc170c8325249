using System.Globalization;
using System.Text.Json;

namespace Switchboard.Gateway.Admin;

/// <summary>
/// Reads a management request's JSON object field by field and collects every fault. A field that is absent keeps the current value, a
/// null clears it; one that nothing asked for is a fault, which catches misspellings.
/// </summary>
internal sealed class JsonFields(JsonElement body, string path = "")
{
    private readonly HashSet<string> _asked = [];
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults
    {
        get
        {
            var unknown = body.ValueKind == JsonValueKind.Object ? body.EnumerateObject().Select(static p => p.Name).Where(n => !_asked.Contains(n)) : [];
            return [.. _faults, .. unknown.Select(n => $"'{path}{n}' is not known here; known: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}")];
        }
    }

    public string? Text(string name, string? current)
    {
        if (!Find(name, out var value))
        {
            return current;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= 256 } text)
        {
            return text;
        }

        return Fault(name, "must be a text of 1 to 256 characters", current);
    }

    public bool Flag(string name, bool current)
    {
        if (!Find(name, out var value))
        {
            return current;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Fault(name, "must be true or false", current);
    }

    public long? Count(string name, long? current)
    {
        if (!Find(name, out var value))
        {
            return current;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number when value.TryGetInt64(out var count) && count > 0 => count,
            _ => Fault(name, "must be a whole number above 0, or null for no limit", current),
        };
    }

    public DateTimeOffset? Instant(string name, DateTimeOffset? current)
    {
        if (!Find(name, out var value))
        {
            return current;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String when DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) => instant.ToUniversalTime(),
            _ => Fault(name, "must be a time such as 2027-01-31T00:00:00Z, or null", current),
        };
    }

    public IReadOnlyList<string> Texts(string name, IReadOnlyList<string> current)
    {
        if (!Find(name, out var value))
        {
            return current;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array when value.EnumerateArray().All(static v => v.ValueKind == JsonValueKind.String && v.GetString()!.Length > 0) => [.. value.EnumerateArray().Select(static v => v.GetString()!)],
            _ => Fault(name, "must be a list of texts", current),
        };
    }

    /// <summary>The field's value as it is; false where it is absent.</summary>
    public bool Find(string name, out JsonElement value)
    {
        _asked.Add(name);
        value = default;
        return body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out value);
    }

    public T Fault<T>(string name, string message, T current)
    {
        _faults.Add($"'{path}{name}' {message}");
        return current;
    }
}
