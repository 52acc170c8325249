namespace Switchboard.UnitTests.Gateway.Exchange;

/// <summary>One field of a request as it is written: white space, name, white space with the colon, value, white space.</summary>
internal sealed record FieldText(string Name, string Value, string Before, string Colon, string After)
{
    public override string ToString() => $"{Before}\"{Name}\"{Colon}{Value}{After}";
}

/// <summary>A request's body as it is written, field by field, so that a test can say what must become of each byte.</summary>
internal sealed record RequestText(IReadOnlyList<FieldText> Fields, string Before, string After)
{
    /// <summary>The upstream's name of the model that the body asks for.</summary>
    public required string UpstreamModel { get; init; }

    /// <summary>What <c>stream_options</c> must become where usage is asked for; null where there is no such field.</summary>
    public string? OptionsWithUsage { get; init; }

    public string Text => Join(Fields);

    /// <summary>The body that the vendor must get.</summary>
    /// <param name="askUsage">Whether usage must be asked for.</param>
    /// <param name="limitName">The vendor's name of the output limit.</param>
    /// <param name="limit">The limit to put in, or null.</param>
    /// <param name="optionsFirst">Which of two inserted fields stands first; their order is free.</param>
    public string Spliced(bool askUsage, string limitName, long? limit, bool optionsFirst)
    {
        var fields = Fields.Select(f => f switch
        {
            { Name: "model" } when Decoded(f.Value) != UpstreamModel => f with { Value = Encoded(UpstreamModel) },
            { Name: "stream_options" } when askUsage => f with { Value = OptionsWithUsage! },
            { Value: "null" } when limit is not null && f.Name == limitName => f with { Value = $"{limit}" },
            _ => f,
        }).ToList();
        Cut(fields);
        List<string> inserted = [];
        if (askUsage && OptionsWithUsage is null)
        {
            inserted.Add("\"stream_options\":{\"include_usage\":true},");
        }

        if (limit is not null && !Fields.Any(f => f.Name == limitName))
        {
            inserted.Insert(optionsFirst ? inserted.Count : 0, $"\"{limitName}\":{limit},");
        }

        return Join(fields, string.Concat(inserted));
    }

    public override string ToString() => Text;

    /// <summary>The cache directive goes with one comma; the white space that stood around both may stay on either side.</summary>
    private static void Cut(List<FieldText> fields)
    {
        var at = fields.FindIndex(f => f.Name == "cache");
        if (at == 0)
        {
            fields[1] = fields[1] with { Before = fields[0].Before };
            fields.RemoveAt(0);
        }
        else if (at > 0)
        {
            fields[at - 1] = fields[at - 1] with { After = fields[at].After };
            fields.RemoveAt(at);
        }
    }

    private string Join(IEnumerable<FieldText> fields, string inserted = "") => $"{Before}{{{inserted}{string.Join(',', fields)}}}{After}";

    private static string Encoded(string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text)}\"";

    private static string Decoded(string json) => System.Text.Json.JsonDocument.Parse(json).RootElement.GetString()!;
}
