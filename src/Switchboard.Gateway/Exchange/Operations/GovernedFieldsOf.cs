using System.Text.Json;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>Takes the governed fields from where <see cref="OperationReader"/> found them, and checks what they hold.</summary>
internal readonly struct GovernedFieldsOf(Exchange exchange, ReadFields found, JsonRules rules)
{
    private const int LongestModel = 256;

    private readonly GovernedFields _fields = new() { AfterBrace = found.AfterBrace };

    /// <summary>Sets the exchange's fields; the first fault is the answer.</summary>
    public ExchangeError? Take()
    {
        exchange.Fields = _fields;
        exchange.Named = found;
        foreach (var (name, field) in found.All)
        {
            if (Check(name, field) is { } fault)
            {
                return fault;
            }
        }

        var missing = rules.Fields.FirstOrDefault(Misses);
        return missing is not null
            ? Fault($"The field '{missing.Name}' is missing. Send {missing.What}.", missing.Name)
            : Model() ?? Stream() ?? Cache() ?? Numbers();
    }

    private bool Misses(FieldRule rule) => rule.Required && (found.Find(rule.Name) is not { } field || IsNull(field));

    private bool IsNull(ReadField field) => exchange.Body.Span[field.Value.Start] == (byte)'n';

    private ExchangeError? Check(string name, ReadField field)
    {
        var first = exchange.Body.Span[field.Value.Start];
        var (fits, wanted) = field.Rule.Kind switch
        {
            FieldKind.Text => (first == '"', "a string"),
            FieldKind.TextOrList => (first is (byte)'"' or (byte)'[', "a string or a list"),
            FieldKind.List => (first == '[', "a list"),
            FieldKind.Whole => (Whole(field) is not null, "a whole number"),
            FieldKind.Flag => (first is (byte)'t' or (byte)'f', "true or false"),
            FieldKind.Object => (first == '{', "an object"),
            _ => (first is (byte)'"' or (byte)'{', "a string or an object"),
        };
        return fits || first == 'n' ? null : Fault($"The field '{name}' must be {wanted}.", name);
    }

    private ExchangeError? Model()
    {
        if (!rules.HasModel)
        {
            return null;
        }

        if (found.Find("model") is { } field && !IsNull(field))
        {
            var reader = Reader(field);
            reader.Read();
            (_fields.Model, _fields.ModelToken) = (reader.GetString()!, field.Value);
            return _fields.Model.Length is > 0 and <= LongestModel ? null : Fault("The field 'model' must name a model; GET /v1/models lists what is on.", "model");
        }

        _fields.Model = rules.UsualModel ?? "";
        return rules.UsualModel is null ? Fault("The field 'model' is missing. Name a model, such as \"text-embedding-3-small\"; GET /v1/models lists what is on.", "model") : null;
    }

    private ExchangeError? Stream()
    {
        _fields.Stream = rules.Streams && found.Find("stream") is { } field && exchange.Body.Span[field.Value.Start] == (byte)'t';
        if (found.Find("stream_options") is not { } options || IsNull(options))
        {
            return null;
        }

        _fields.StreamOptions = options.Value;
        var reader = Reader(options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isUsage = reader.ValueTextEquals("include_usage"u8);
            reader.Read();
            if (isUsage)
            {
                var start = options.Value.Start + (int)reader.TokenStartIndex;
                _fields.IncludeUsage = reader.TokenType == JsonTokenType.True;
                _fields.IncludeUsageToken = new TokenRange(start, options.Value.Start + (int)reader.BytesConsumed);
            }

            reader.Skip();
        }

        return null;
    }

    private ExchangeError? Cache()
    {
        if (found.Find("cache") is not { } directive)
        {
            return null;
        }

        _fields.CacheDirective = directive.Cut;
        if (IsNull(directive))
        {
            return null;
        }

        var reader = Reader(directive);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            var isOn = reader.TokenType == JsonTokenType.True;
            _fields.NoCache |= isOn && name is "no-cache" or "no_cache";
            _fields.NoStore |= isOn && name is "no-store" or "no_store";
            reader.Skip();
        }

        return null;
    }

    private ExchangeError? Numbers()
    {
        if (found.Find("n") is { } n && !IsNull(n))
        {
            _fields.Choices = Whole(n) ?? 1;
            if (_fields.Choices is < 1 or > 128)
            {
                return Fault("The field 'n' must be a whole number from 1 to 128.", "n");
            }
        }

        if (found.Find("max_tokens") is { } limit)
        {
            _fields.NullMaxTokens = IsNull(limit) ? limit.Value : default;
            _fields.OutputLimit = IsNull(limit) ? null : Whole(limit);
            _fields.HasMaxTokens = _fields.OutputLimit is not null;
            return _fields.OutputLimit is < 0 or > int.MaxValue ? Fault("The field 'max_tokens' must be a whole number of tokens.", "max_tokens") : null;
        }

        return null;
    }

    private long? Whole(ReadField field)
    {
        var reader = Reader(field);
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) ? number : null;
    }

    private Utf8JsonReader Reader(ReadField field) => new(exchange.Body.Span[field.Value.Start..field.Value.End], new JsonReaderOptions { MaxDepth = 128 });

    private static ExchangeError Fault(string message, string param) => new(ErrorKind.InvalidRequest, message) { Param = param };
}
