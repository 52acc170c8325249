using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Errors;

/// <summary>What an error's body says, wherever in it: under <c>error</c>, in a list, or at the top.</summary>
internal struct ErrorWords
{
    public string? Message;
    public string? Type;
    public string? Code;
    public string? Param;

    /// <summary>A code that is a number, which OpenRouter means as a status.</summary>
    public int? Status;

    public readonly bool IsAboutModel =>
        Code == "model_not_found" || (Message?.Contains("model", StringComparison.OrdinalIgnoreCase) ?? false);

    public void Read(ref Utf8JsonReader reader)
    {
        reader.Read();

        // Google wraps its errors in an array.
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
        }

        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Fields(ref reader);
        }
    }

    private void Fields(ref Utf8JsonReader reader)
    {
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("response"u8))
            {
                // A failed response is told whole, its error inside.
                Inner(ref reader);
            }
            else if (reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("detail"u8))
            {
                Message = JsonScan.Text(ref reader) ?? Message;
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                // Anthropic's outer type says no more than that this is an error.
                Type = JsonScan.Text(ref reader) is { } type && type != "error" ? type : Type;
            }
            else if (reader.ValueTextEquals("code"u8))
            {
                ReadCode(ref reader);
            }
            else if (reader.ValueTextEquals("param"u8))
            {
                Param = JsonScan.Text(ref reader) ?? Param;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadCode(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            Code = JsonText.Read(ref reader);
        }
        else if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var status) && status is >= 400 and < 600)
        {
            Status = status;
        }
        else
        {
            reader.Skip();
        }
    }

    private void Inner(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Fields(ref reader);
        }
        else if (reader.TokenType == JsonTokenType.String)
        {
            Message ??= JsonText.Read(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }
}
