using System.Text.Json;

namespace Switchboard.Providers.Demo;

/// <summary>Finds in a user's words what a property of a JSON schema may mean, by the property's name and type.</summary>
internal sealed class ArgumentFinder(SpokenFacts facts)
{
    public string Text => facts.Text;

    public decimal? Number(JsonElement schema, bool whole)
    {
        decimal low = Bound(schema, "minimum") ?? decimal.MinValue;
        decimal high = Bound(schema, "maximum") ?? decimal.MaxValue;
        return facts.Number(number => number >= low && number <= high && (!whole || number == decimal.Truncate(number)));
    }

    /// <summary>The one of some values that the user said, else null.</summary>
    public JsonElement? Choice(JsonElement values)
    {
        var said = Words.Stems(facts.Text).ToHashSet(StringComparer.Ordinal);
        foreach (JsonElement value in values.EnumerateArray())
        {
            string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            List<string> stems = Words.Stems(text);
            if (stems.Count > 0 ? stems.TrueForAll(said.Contains) : facts.Text.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }
        return null;
    }

    public bool? Flag(string property)
    {
        var said = Words.Stems(facts.Text).ToHashSet(StringComparer.Ordinal);
        return Words.Stems(property).Exists(said.Contains)
            ? !facts.Text.Contains("not ", StringComparison.OrdinalIgnoreCase) && !facts.Text.Contains("without", StringComparison.OrdinalIgnoreCase)
            : null;
    }

    public IReadOnlyList<string> List() => facts.NameList();

    public string? String(string property, string format)
    {
        string name = property.ToLowerInvariant();
        if (format is "email" || name.Contains("email", StringComparison.Ordinal))
        {
            return facts.Email();
        }
        if (format is "uri" or "url" || Any(name, "url", "uri", "link"))
        {
            return facts.Link();
        }
        if (format is "date" or "date-time" || Any(name, "date", "day", "when", "deadline"))
        {
            return facts.Date();
        }
        if (name is "start" or "end" or "since" or "until" && facts.Date() is { } date)
        {
            return date;
        }
        if (format is "time" || name is "time" or "hour" or "start_time" or "end_time")
        {
            return facts.Time();
        }
        return Telling(name) ?? facts.Quotation() ?? Vague(name);
    }

    /// <summary>For names that say what kind of thing they hold.</summary>
    private string? Telling(string name) => name switch
    {
        _ when Any(name, "expression", "formula", "equation", "calculation") => facts.Expression() ?? facts.Rest("what is ", "calculate ", "compute "),
        _ when Any(name, "path", "file") => facts.File(),
        _ when name.EndsWith("id", StringComparison.Ordinal) || Any(name, "number", "code", "sku", "ticket", "order", "reference") => facts.Identifier(),
        _ when Any(name, "from", "origin", "source", "departure") => facts.After("from") ?? facts.Name(),
        _ when name == "to" || Any(name, "destination", "target", "recipient") => facts.Email() ?? facts.After("to") ?? facts.Name(),
        _ => null,
    };

    /// <summary>For names behind which there may be anything; a quotation would have come first.</summary>
    private string? Vague(string name) => name switch
    {
        _ when Any(name, "city", "location", "place", "country", "town", "region", "zone", "address") =>
            facts.Name() ?? facts.After("in", "at", "near", "for", "of", "to"),
        _ when Any(name, "query", "search", "keyword", "topic", "term", "subject") || name == "q" => facts.Rest(" for ", " about ", " on ") ?? facts.Text,
        _ when Any(name, "text", "message", "prompt", "input", "content", "question", "body", "note", "description", "reason") =>
            facts.Rest(": ", " saying ", " that says ") ?? facts.Text,
        _ => facts.After("named", "called") ?? facts.Name() ?? facts.After("for", "about", "of", "in", "on", "with") ?? facts.Text,
    };

    private static decimal? Bound(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal bound) ? bound : null;

    private static bool Any(string name, params ReadOnlySpan<string> parts)
    {
        foreach (string part in parts)
        {
            if (name.Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }
        return false;
    }
}
