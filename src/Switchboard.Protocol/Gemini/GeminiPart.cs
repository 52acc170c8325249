using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Gemini;

/// <summary>One part of an answer, gathered in one pass whatever the order of its fields.</summary>
internal struct GeminiPart
{
    public string? Text;
    public bool IsThought;
    public string? Signature;
    public string? CallName;
    public string? CallId;
    public string? CallArguments;

    /// <summary>Reads the part on whose brace the reader stands.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="data">What the reader reads.</param>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                Text = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("thought"u8))
            {
                reader.Read();
                IsThought = reader.TokenType == JsonTokenType.True;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("thoughtSignature"u8))
            {
                Signature = JsonScan.Text(ref reader) is { Length: > 0 } signature ? signature : null;
            }
            else if (reader.ValueTextEquals("functionCall"u8))
            {
                Call(ref reader, data);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Call(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                CallName = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                CallId = JsonScan.Text(ref reader);
            }
            else if (reader.ValueTextEquals("args"u8))
            {
                reader.Read();
                var (start, isNull) = ((int)reader.TokenStartIndex, reader.TokenType == JsonTokenType.Null);
                reader.Skip();
                CallArguments = isNull ? null : GeminiArguments.Compact(data[start..(int)reader.BytesConsumed]);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
