using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Switchboard.Providers.Bedrock;

/// <summary>Writes an event stream's messages as server-sent events: the event's type as its name, the payload as its data.</summary>
internal static class EventFrames
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);

    /// <summary>Writes one message. What is no plain event becomes <c>event: exception</c> with its type and message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="output">Where to write.</param>
    public static void Write(EventMessage message, IBufferWriter<byte> output)
    {
        EventHeaders headers = message.Headers;
        if (headers.MessageType.SequenceEqual("event"u8) && !headers.Name.IsEmpty && !headers.Name.ContainsAny(LineEnds))
        {
            output.Write("event: "u8);
            output.Write(headers.Name);
            output.Write("\ndata: "u8);
            WriteLine(message.Payload, output);
            output.Write("\n\n"u8);
        }
        else if (headers.MessageType.SequenceEqual("error"u8))
        {
            WriteException(Encoding.UTF8.GetString(headers.Name), Encoding.UTF8.GetString(headers.ErrorMessage), output);
        }
        else
        {
            WriteException(Encoding.UTF8.GetString(headers.Name), MessageIn(message.Payload), output);
        }
    }

    /// <summary>Writes a failure.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="message">What it says.</param>
    /// <param name="output">Where to write.</param>
    public static void WriteException(string type, string message, IBufferWriter<byte> output)
    {
        output.Write("event: exception\ndata: "u8);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            writer.WriteString("message"u8, message.Length == 0 ? type : message);
            writer.WriteEndObject();
        }
        output.Write("\n\n"u8);
    }

    /// <summary>A line end in JSON can only be blank space between tokens; in an event it would end the line.</summary>
    private static void WriteLine(ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        while (payload.IndexOfAny(LineEnds) is var end and >= 0)
        {
            output.Write(payload[..end]);
            output.Write(" "u8);
            payload = payload[(end + 1)..];
        }
        output.Write(payload);
    }

    private static string MessageIn(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object ? Text(root, "message") ?? Text(root, "Message") ?? "" : "";
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement told) && told.ValueKind == JsonValueKind.String ? told.GetString() : null;
}
