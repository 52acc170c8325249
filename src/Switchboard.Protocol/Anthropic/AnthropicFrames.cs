using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Anthropic;

/// <summary>Writes one event after the other, each named twice as this dialect does: in the event line and in the data.</summary>
internal sealed class AnthropicFrames
{
    private Utf8JsonWriter? _writer;

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
        return _writer;
    }

    public void Close(IBufferWriter<byte> output)
    {
        _writer!.WriteEndObject();
        _writer.Flush();
        output.Write("\n\n"u8);
    }
}
