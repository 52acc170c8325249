using System.Text.Json;
using System.Text.Unicode;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>
/// Reads the governed fields of a JSON request beside chat in one pass, with the same refusals as <see cref="RequestReader"/>: doubled
/// names, odd spellings of governed names, invalid UTF-8, a byte order mark.
/// </summary>
internal static class OperationReader
{
    private const int DeepestNesting = 128;

    private static readonly FieldRule[] Common =
    [
        new("model", FieldKind.Text), new("cache", FieldKind.Object), new("n", FieldKind.Whole), new("max_tokens", FieldKind.Whole), new("stream", FieldKind.Flag), new("stream_options", FieldKind.Object),
    ];

    public static ExchangeError? Read(Exchange exchange, JsonRules rules)
    {
        var body = exchange.Body.Span;
        if (body.StartsWith("\uFEFF"u8))
        {
            return Fault("The body starts with a byte order mark. Send plain UTF-8 without it.", null);
        }

        if (!Utf8.IsValid(body))
        {
            return Fault("The body is not valid UTF-8. Encode it as UTF-8.", null);
        }

        try
        {
            var (fields, error) = Scan(body, rules);
            return error ?? new GovernedFieldsOf(exchange, fields!, rules).Take();
        }
        catch (JsonException e)
        {
            return Fault($"The body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}). Check its commas, quotes and brackets; nothing may be nested deeper than {DeepestNesting} levels.", null);
        }
        catch (InvalidOperationException)
        {
            // What the reader throws where a text that must be compared is no text.
            return Fault("A name or the model holds half of a surrogate pair (\\ud800 to \\udfff). Escape whole characters.", null);
        }
    }

    private static (ReadFields? Fields, ExchangeError? Error) Scan(ReadOnlySpan<byte> body, JsonRules rules)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return (null, Fault("The body must be a JSON object.", null));
        }

        var fields = new ReadFields((int)reader.BytesConsumed);
        var guard = new NameGuard(body);
        try
        {
            var error = ScanObject(ref reader, ref guard, fields, rules);
            return error is null ? (fields, null) : (null, error);
        }
        finally
        {
            guard.Dispose();
        }
    }

    private static ExchangeError? ScanObject(ref Utf8JsonReader reader, ref NameGuard guard, ReadFields fields, JsonRules rules)
    {
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    guard.Enter();
                    break;
                case JsonTokenType.EndObject when reader.CurrentDepth > 0:
                    guard.Leave();
                    break;
                case JsonTokenType.PropertyName when !guard.Add(ref reader):
                    return Fault($"The name '{reader.GetString()}' stands twice in one object. Send each name once.", reader.GetString());
                case JsonTokenType.PropertyName when reader.CurrentDepth == 1:
                    if (Name(ref reader, fields, rules) is { } error)
                    {
                        return error;
                    }

                    continue;
            }

            if (reader.CurrentDepth == 1)
            {
                fields.Value(ref reader);
            }
        }

        return null;
    }

    /// <summary>Notes a name at the top; a governed one must be spelled as every parser reads it.</summary>
    private static ExchangeError? Name(ref Utf8JsonReader reader, ReadFields fields, JsonRules rules)
    {
        var text = reader.GetString()!;
        var rule = Find(rules.Fields, text) ?? Find(Common, text);
        fields.Name(rule, (int)reader.TokenStartIndex);
        return rule is null || (!reader.ValueIsEscaped && text == rule.Name)
            ? null
            : Fault($"The name '{rule.Name}' is spelled in a way that some servers would read differently. Spell it plainly: \"{rule.Name}\".", rule.Name);
    }

    private static FieldRule? Find(IReadOnlyList<FieldRule> rules, string name)
    {
        foreach (var rule in rules)
        {
            if (string.Equals(rule.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return rule;
            }
        }

        return null;
    }

    private static ExchangeError Fault(string message, string? param) => new(ErrorKind.InvalidRequest, message) { Param = param };
}
