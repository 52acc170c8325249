using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Switchboard.Protocol.Json;

/// <summary>Writers whose text stays readable: only what JSON demands is escaped, since nothing here is ever put into HTML.</summary>
internal static class JsonOutput
{
    // Validation is off because the callers' shapes are fixed; tests parse what is written.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static Utf8JsonWriter Over(IBufferWriter<byte> output) => new(output, Options);

    /// <summary>Writes a field whose value is JSON already.</summary>
    public static void WriteRaw(this Utf8JsonWriter writer, string name, ReadOnlySpan<byte> json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }
}
