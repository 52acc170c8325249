using System.Text.Json;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// Looks at the items of a responses' request while its bytes are read: what they say of the conversation, and that none of them refers to
/// what the vendor keeps, which may be another tenant's.
/// </summary>
internal sealed class ItemScan(GovernedFields fields)
{
    private const int ItemDepth = 2;
    private Section _section;
    private Field _field;
    private bool _named;

    /// <summary>Looks at the reader's token; every token of the body passes here, but for the values of governed names.</summary>
    public ExchangeError? Visit(ref Utf8JsonReader reader)
    {
        var (depth, field) = (reader.CurrentDepth, _field);
        _field = Field.Other;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when depth == 1:
                _section = reader.ValueTextEquals("input"u8) ? Section.Input : reader.ValueTextEquals("tools"u8) ? Section.Tools : Section.Other;
                break;
            case JsonTokenType.PropertyName when depth == ItemDepth + 1:
                _field = reader.ValueTextEquals("type"u8) ? Field.Type : reader.ValueTextEquals("role"u8) ? Field.Role : Field.Other;
                break;
            case JsonTokenType.StartObject when depth == ItemDepth:
                _named = false;
                break;
            case JsonTokenType.EndObject when depth == ItemDepth && _section == Section.Input && !_named:
                return Refers();
            case JsonTokenType.String when depth == ItemDepth + 1 && field != Field.Other:
                return Value(ref reader, field);
        }

        return null;
    }

    private ExchangeError? Value(ref Utf8JsonReader reader, Field field)
    {
        _named = true;
        if (field == Field.Role || _section == Section.Other)
        {
            return null;
        }

        if (_section == Section.Tools)
        {
            fields.HasVendorTools |= !reader.ValueTextEquals("function"u8) && !reader.ValueTextEquals("custom"u8);
            return null;
        }

        if (reader.ValueTextEquals("item_reference"u8))
        {
            return Refers();
        }

        fields.IsContinued |= reader.ValueTextEquals("function_call"u8) || reader.ValueTextEquals("reasoning"u8);
        fields.HasToolResults |= !reader.ValueTextEquals("message"u8) && reader.GetString()!.EndsWith("_output", StringComparison.Ordinal);
        return null;
    }

    private static ExchangeError Refers() =>
        new(ErrorKind.InvalidRequest, "An item of 'input' refers to one that is kept elsewhere. Send the item itself, with its type or role, or continue with 'previous_response_id'.") { Param = "input" };

    private enum Section
    {
        Other,
        Input,
        Tools,
    }

    private enum Field
    {
        Other,
        Type,
        Role,
    }
}
