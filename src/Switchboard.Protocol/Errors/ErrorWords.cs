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

    /// <summary>Google's word for the cause (<c>google.rpc.ErrorInfo</c>).</summary>
    public string? Reason;

    /// <summary>How long Google asks to wait (<c>google.rpc.RetryInfo</c>), such as <c>34.5s</c>.</summary>
    public string? RetryDelay;

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
            // Cohere's last event tells a failure in its delta.
            if (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("response"u8))
            {
                // A failed response is told whole, its error inside.
                Inner(ref reader);
            }
            else if (reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("Message"u8) || reader.ValueTextEquals("detail"u8) || reader.ValueTextEquals("err_msg"u8))
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
            else if (reader.ValueTextEquals("details"u8))
            {
                Details(ref reader);
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

    /// <summary>Google's list of further facts, each an object of its own type.</summary>
    private void Details(ref Utf8JsonReader reader)
    {
        if (!JsonScan.EntersArray(ref reader))
        {
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (JsonScan.NextField(ref reader))
            {
                if (reader.ValueTextEquals("reason"u8))
                {
                    Reason = JsonScan.Text(ref reader) ?? Reason;
                }
                else if (reader.ValueTextEquals("retryDelay"u8))
                {
                    RetryDelay = JsonScan.Text(ref reader) ?? RetryDelay;
                }
                else
                {
                    reader.Skip();
                }
            }
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
