using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Switchboard.Protocol;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Reads the governed fields in one pass over the bytes that the vendor will parse, and refuses what two parsers could read differently:
/// doubled names, odd spellings of governed names, invalid UTF-8, a byte order mark.
/// </summary>
internal static class RequestReader
{
    private const int DeepestNesting = 128;

    public static (GovernedFields? Fields, ExchangeError? Error) Read(ReadOnlySpan<byte> body, Dialect dialect)
    {
        if (body.StartsWith("\uFEFF"u8))
        {
            return Invalid("The body starts with a byte order mark. Send plain UTF-8 without it.", null);
        }

        if (!Utf8.IsValid(body))
        {
            return Invalid("The body is not valid UTF-8. Encode it as UTF-8.", null);
        }

        try
        {
            var fields = new GovernedFields();
            var error = Scan(body, RequestTerms.For(dialect), fields);
            return error is null ? (fields, Check(fields, dialect)) : (null, error);
        }
        catch (JsonException e)
        {
            return Invalid($"The body is not valid JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}). Check its commas, quotes and brackets; nothing may be nested deeper than {DeepestNesting} levels.", null);
        }
        catch (InvalidOperationException)
        {
            // What the reader throws where a text that must be compared is no text.
            return Invalid("A name, the model or a role holds half of a surrogate pair (\\ud800 to \\udfff). Escape whole characters.", null);
        }
    }

    private static ExchangeError? Scan(ReadOnlySpan<byte> body, RequestTerms terms, GovernedFields fields)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return Fault("The body must be a JSON object.", null);
        }

        fields.AfterBrace = (int)reader.BytesConsumed;
        var guard = new NameGuard(body);
        try
        {
            return ScanObject(ref reader, ref guard, terms, fields);
        }
        finally
        {
            guard.Dispose();
        }
    }

    private static ExchangeError? ScanObject(ref Utf8JsonReader reader, ref NameGuard guard, RequestTerms terms, GovernedFields fields)
    {
        var previousEnd = fields.AfterBrace;
        var (content, atRole) = (false, false);
        var items = terms.HasItems ? new ItemScan(fields) : null;
        while (reader.Read())
        {
            if ((Watch(ref reader, ref guard) ?? items?.Visit(ref reader)) is { } odd)
            {
                return odd;
            }

            if (atRole && reader.TokenType == JsonTokenType.String)
            {
                ReadRole(ref reader, fields);
            }
            else if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            {
                CloseCacheCut(fields, (int)reader.TokenStartIndex);
                content |= reader.ValueTextEquals(terms.Content);
                if (ReadGoverned(ref reader, ref guard, terms, fields, previousEnd) is { } error)
                {
                    return error;
                }
            }

            // A message's role, or the type of a content block or of one within a tool's result.
            atRole = reader.TokenType == JsonTokenType.PropertyName
                && ((reader.CurrentDepth == 3 && reader.ValueTextEquals("role"u8)) || (reader.CurrentDepth is 5 or 7 && reader.ValueTextEquals("type"u8)));
            if (reader.CurrentDepth == 1)
            {
                previousEnd = (int)reader.BytesConsumed;
            }
        }

        return content ? null : Fault($"The field '{terms.Content}' is missing. Send {terms.ContentIs}.", terms.Content);
    }

    /// <summary>Has the guard see the token, wherever in the body it stands.</summary>
    private static ExchangeError? Watch(ref Utf8JsonReader reader, ref NameGuard guard)
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
        }

        return null;
    }

    /// <summary>Reads the value of a governed name, or leaves the reader at the name.</summary>
    private static ExchangeError? ReadGoverned(ref Utf8JsonReader reader, ref NameGuard guard, RequestTerms terms, GovernedFields fields, int previousEnd)
    {
        var start = (int)reader.TokenStartIndex;
        if (Match(ref reader, terms.Governed) is not { } name)
        {
            return null;
        }

        if (reader.ValueIsEscaped || !reader.ValueTextEquals(name))
        {
            return Misspelled(name);
        }

        reader.Read();
        return name switch
        {
            "model" => ReadModel(ref reader, fields),
            "stream" => ReadStream(ref reader, fields),
            "max_tokens" or "max_completion_tokens" or "max_output_tokens" => ReadLimit(ref reader, fields, name),
            "n" => ReadChoices(ref reader, fields),
            "temperature" => ReadTemperature(ref reader, fields),
            "messages" or "input" => terms.Takes(reader.TokenType) ? null : Fault($"The field '{name}' must be {terms.ContentIs}.", name),
            "stream_options" => ReadStreamOptions(ref reader, ref guard, fields),
            "cache" => ReadCacheDirective(ref reader, ref guard, fields, start, previousEnd),
            _ => KeptFields.Read(ref reader, name, fields),
        };
    }

    /// <summary>The governed name that the reader's name spells in any way: escapes and letter case ignored, as lenient parsers do.</summary>
    private static string? Match(ref Utf8JsonReader reader, string[] governed)
    {
        if (!reader.ValueIsEscaped)
        {
            foreach (var name in governed)
            {
                if (reader.ValueSpan.Length == name.Length && Ascii.EqualsIgnoreCase(reader.ValueSpan, name))
                {
                    return name;
                }
            }

            return null;
        }

        var text = reader.GetString();
        return Array.Find(governed, g => string.Equals(g, text, StringComparison.OrdinalIgnoreCase));
    }

    private static ExchangeError? ReadModel(ref Utf8JsonReader reader, GovernedFields fields)
    {
        if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { Length: > 0 and <= 256 } model)
        {
            return Fault("The field 'model' must be a string that names a model, such as \"gpt-4o-mini\" or \"demo/chat\".", "model");
        }

        fields.Model = model;
        fields.ModelToken = new TokenRange((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
        return null;
    }

    private static ExchangeError? ReadStream(ref Utf8JsonReader reader, GovernedFields fields)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
        {
            return Fault("The field 'stream' must be true or false.", "stream");
        }

        fields.Stream = reader.TokenType == JsonTokenType.True;
        return null;
    }

    private static ExchangeError? ReadLimit(ref Utf8JsonReader reader, GovernedFields fields, string name)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            var token = new TokenRange((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
            (fields.NullMaxTokens, fields.NullMaxCompletionTokens) = name == "max_tokens" ? (token, fields.NullMaxCompletionTokens) : (fields.NullMaxTokens, token);
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var limit) || limit < 0 || limit > int.MaxValue)
        {
            return Fault($"The field '{name}' must be a whole number of tokens.", name);
        }

        fields.OutputLimit = Math.Max(limit, fields.OutputLimit ?? 0);
        fields.HasMaxTokens |= name == "max_tokens";
        return null;
    }

    private static void ReadRole(ref Utf8JsonReader reader, GovernedFields fields)
    {
        fields.IsContinued |= reader.ValueTextEquals("assistant"u8);
        fields.HasToolResults |= reader.ValueTextEquals("tool"u8) || reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("tool_result"u8);
        var attached = reader.ValueTextEquals("image_url"u8) || reader.ValueTextEquals("image"u8) || reader.ValueTextEquals("document"u8) || reader.ValueTextEquals("file"u8) || reader.ValueTextEquals("input_audio"u8)
            || reader.ValueTextEquals("input_image"u8) || reader.ValueTextEquals("input_file"u8);
        fields.Attachments += attached ? 1 : 0;
    }

    private static ExchangeError? ReadChoices(ref Utf8JsonReader reader, GovernedFields fields)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var n) || n is < 1 or > 128)
        {
            return Fault("The field 'n' must be a whole number from 1 to 128.", "n");
        }

        fields.Choices = n;
        return null;
    }

    private static ExchangeError? ReadTemperature(ref Utf8JsonReader reader, GovernedFields fields)
    {
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.Null))
        {
            return Fault("The field 'temperature' must be a number.", "temperature");
        }

        fields.Temperature = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var temperature) ? temperature : null;
        return null;
    }

    private static ExchangeError? ReadStreamOptions(ref Utf8JsonReader reader, ref NameGuard guard, GovernedFields fields)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
        {
            return Fault("The field 'stream_options' must be an object.", "stream_options");
        }

        var error = ReadInner(ref reader, ref guard, (ref Utf8JsonReader value, string name, bool escaped) =>
        {
            if (!name.Equals("include_usage", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            fields.IncludeUsage = value.TokenType == JsonTokenType.True;
            fields.IncludeUsageToken = new TokenRange((int)value.TokenStartIndex, (int)value.BytesConsumed);
            return escaped || name != "include_usage" ? Misspelled("include_usage") : NotFlag(ref value, "stream_options.include_usage");
        });
        fields.StreamOptions = new TokenRange(start, (int)reader.BytesConsumed);
        return error;
    }

    private static ExchangeError? ReadCacheDirective(ref Utf8JsonReader reader, ref NameGuard guard, GovernedFields fields, int start, int previousEnd)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.Null))
        {
            return Fault("The field 'cache' must be an object such as {\"no-cache\": true}.", "cache");
        }

        var error = ReadInner(ref reader, ref guard, (ref Utf8JsonReader value, string name, bool _) =>
        {
            var (noCache, noStore) = (name is "no-cache" or "no_cache", name is "no-store" or "no_store");
            fields.NoCache |= noCache && value.TokenType == JsonTokenType.True;
            fields.NoStore |= noStore && value.TokenType == JsonTokenType.True;
            return noCache || noStore ? NotFlag(ref value, "cache." + name) : null;
        });
        var first = previousEnd == fields.AfterBrace;
        fields.CacheDirective = new TokenRange(first ? start : previousEnd, (int)reader.BytesConsumed);
        fields.CacheIsFirst = first;
        return error;
    }

    /// <summary>Where the directive was the body's first field, the comma behind it must go too.</summary>
    private static void CloseCacheCut(GovernedFields fields, int nextName)
    {
        if (fields.CacheIsFirst)
        {
            fields.CacheDirective = fields.CacheDirective with { End = nextName };
            fields.CacheIsFirst = false;
        }
    }

    private delegate ExchangeError? FieldVisitor(ref Utf8JsonReader value, string name, bool escaped);

    /// <summary>Visits the fields of the object at the reader and leaves the reader at its end.</summary>
    private static ExchangeError? ReadInner(ref Utf8JsonReader reader, ref NameGuard guard, FieldVisitor visit)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        guard.Enter();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Watch(ref reader, ref guard) is { } doubled)
            {
                return doubled;
            }

            var (name, escaped) = (reader.GetString()!, reader.ValueIsEscaped);
            reader.Read();
            if ((visit(ref reader, name, escaped) ?? Skip(ref reader, ref guard)) is { } error)
            {
                return error;
            }
        }

        guard.Leave();
        return null;
    }

    /// <summary>Steps over the value at the reader, which stays in the guard's sight.</summary>
    private static ExchangeError? Skip(ref Utf8JsonReader reader, ref NameGuard guard)
    {
        var depth = reader.CurrentDepth;
        var error = Watch(ref reader, ref guard);
        for (var inside = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray; inside && error is null; inside = reader.CurrentDepth > depth)
        {
            reader.Read();
            error = Watch(ref reader, ref guard);
        }

        return error;
    }

    private static ExchangeError? Check(GovernedFields fields, Dialect dialect) => (fields, dialect) switch
    {
        ({ Model.Length: 0 }, _) => Fault("The field 'model' is missing. Name a model, such as \"gpt-4o-mini\" or \"demo/chat\"; GET /v1/models lists what is on.", "model"),
        ({ OutputLimit: null }, Dialect.AnthropicMessages) => Fault("The field 'max_tokens' is missing. Say how many tokens the answer may have.", "max_tokens"),
        _ => null,
    };

    private static ExchangeError? NotFlag(ref Utf8JsonReader value, string name) =>
        value.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null ? null : Fault($"The field '{name}' must be true or false.", name);

    private static ExchangeError Misspelled(string name) =>
        Fault($"The name '{name}' is spelled in a way that some servers would read differently. Spell it plainly: \"{name}\".", name);

    private static (GovernedFields? Fields, ExchangeError? Error) Invalid(string message, string? param) => (null, Fault(message, param));

    private static ExchangeError Fault(string message, string? param) => new(ErrorKind.InvalidRequest, message) { Param = param };
}
