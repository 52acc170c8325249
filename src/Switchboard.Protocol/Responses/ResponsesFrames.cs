using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Responses;

/// <summary>Writes one event after the other, numbered, and named twice as this dialect does: in the event line and in the data.</summary>
/// <param name="first">The first event's number.</param>
internal sealed class ResponsesFrames(long first = 0)
{
    private Utf8JsonWriter? _writer;

    /// <summary>The next event's number.</summary>
    public long Next { get; set; } = first;

    public Utf8JsonWriter Open(IBufferWriter<byte> output, ReadOnlySpan<byte> type)
    {
        output.Write("event: "u8);
        output.Write(type);
        output.Write("\ndata: "u8);
        if (_writer is null)
        {
            _writer = JsonOutput.Over(output);
        }
        else
        {
            _writer.Reset(output);
        }

        _writer.WriteStartObject();
        _writer.WriteString("type"u8, type);
        _writer.WriteNumber("sequence_number"u8, Next++);
        return _writer;
    }

    public void Close(IBufferWriter<byte> output)
    {
        _writer!.WriteEndObject();
        _writer.Flush();
        output.Write("\n\n"u8);
    }
}
