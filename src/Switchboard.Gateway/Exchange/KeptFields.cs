using System.Text.Json;
using Switchboard.Protocol.Errors;

namespace Switchboard.Gateway.Exchange;

/// <summary>
/// The fields of a responses' request that name what is kept beyond it. A vendor's account is shared by all tenants here, so what the vendor
/// keeps may be reached only by what the gateway has seen its caller get.
/// </summary>
internal static class KeptFields
{
    private const int LongestId = 256;

    /// <summary>Reads the value of a governed name.</summary>
    public static ExchangeError? Read(ref Utf8JsonReader reader, string name, GovernedFields fields) => name switch
    {
        "previous_response_id" => ReadPrevious(ref reader, fields),
        "store" => ReadStore(ref reader, fields),
        "background" => reader.TokenType is JsonTokenType.False or JsonTokenType.Null
            ? null
            : Fault(name, "Answers in the background are not served: leave 'background' out, and use 'stream' for long answers."),
        "conversation" => reader.TokenType == JsonTokenType.Null
            ? null
            : Fault(name, "Conversations are not served: continue with 'previous_response_id', or send all of it in 'input'."),
        _ => reader.TokenType == JsonTokenType.Null
            ? null
            : Fault(name, "Prompt templates are not served, because they belong to the whole account: send their text in 'instructions' and 'input'."),
    };

    private static ExchangeError? ReadPrevious(ref Utf8JsonReader reader, GovernedFields fields)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType != JsonTokenType.String || reader.GetString() is not { Length: > 0 and <= LongestId } id)
        {
            return Fault("previous_response_id", "The field 'previous_response_id' must be the id of a response, such as \"resp_…\".");
        }

        fields.PreviousResponse = id;
        return null;
    }

    private static ExchangeError? ReadStore(ref Utf8JsonReader reader, GovernedFields fields)
    {
        fields.Store = reader.TokenType != JsonTokenType.False;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null ? null : Fault("store", "The field 'store' must be true or false.");
    }

    private static ExchangeError Fault(string name, string message) => new(ErrorKind.InvalidRequest, message) { Param = name };
}
