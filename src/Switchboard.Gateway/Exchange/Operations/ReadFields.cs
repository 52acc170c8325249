using System.Text.Json;

namespace Switchboard.Gateway.Exchange.Operations;

/// <summary>Where the governed fields of a JSON body stand, as one pass over it finds them.</summary>
internal sealed class ReadFields(int afterBrace)
{
    private readonly Dictionary<string, ReadField> _fields = [];
    private FieldRule? _rule;
    private int _nameStart;
    private int _previousEnd = afterBrace;
    private int _start = -1;
    private string? _awaitsNext;

    public int AfterBrace { get; } = afterBrace;

    public IEnumerable<KeyValuePair<string, ReadField>> All => _fields;

    public ReadField? Find(string name) => _fields.TryGetValue(name, out var field) ? field : null;

    /// <summary>A name at the top of the body, with the rule that governs it.</summary>
    public void Name(FieldRule? rule, int start)
    {
        // A field that is cut out of the body's start takes the comma behind it along.
        if (_awaitsNext is { } first)
        {
            _fields[first] = _fields[first] with { Cut = _fields[first].Cut with { End = start } };
            _awaitsNext = null;
        }

        (_rule, _nameStart, _start) = (rule, start, -1);
    }

    /// <summary>The start or the end of the value after the last name.</summary>
    public void Value(ref Utf8JsonReader reader)
    {
        _start = _start < 0 ? (int)reader.TokenStartIndex : _start;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            return;
        }

        var end = (int)reader.BytesConsumed;
        if (_rule is not null)
        {
            var isFirst = _previousEnd == AfterBrace;
            _fields[_rule.Name] = new ReadField(_rule, new TokenRange(_start, end), new TokenRange(isFirst ? _nameStart : _previousEnd, end));
            _awaitsNext = isFirst ? _rule.Name : null;
        }

        _previousEnd = end;
    }
}
