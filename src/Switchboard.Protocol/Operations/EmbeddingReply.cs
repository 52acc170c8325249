using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>Vectors as OpenAI's <c>/v1/embeddings</c> answers them.</summary>
internal static class EmbeddingReply
{
    /// <summary>Writes the answer. Numbers are copied as the vendor wrote them, or packed where base64 is wanted.</summary>
    public static void Write(IEnumerable<JsonElement> vectors, bool base64, string model, in TokenUsage usage, IBufferWriter<byte> output)
    {
        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteString("object"u8, "list"u8);
        writer.WriteStartArray("data"u8);
        var index = 0;
        foreach (var vector in vectors)
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "embedding"u8);
            writer.WriteNumber("index"u8, index++);
            writer.WritePropertyName("embedding"u8);
            if (base64)
            {
                writer.WriteBase64StringValue(Pack(vector));
            }
            else
            {
                vector.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("model"u8, model);
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, usage.Prompt);
        writer.WriteNumber("total_tokens"u8, usage.Prompt);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Whether the value is an array of arrays of numbers.</summary>
    public static bool AreVectors(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsVector);

    public static bool IsVector(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static n => n.ValueKind == JsonValueKind.Number);

    /// <summary>A count of tokens, which some vendors write as a floating-point number; null where there is none.</summary>
    public static long? Tokens(JsonElement parent, string name) =>
        parent.Has(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var count) && count is >= 0 and < 1e15 ? (long)Math.Ceiling(count) : null;

    private static byte[] Pack(JsonElement vector)
    {
        var bytes = new byte[vector.GetArrayLength() * sizeof(float)];
        var at = 0;
        foreach (var number in vector.EnumerateArray())
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at), number.TryGetSingle(out var single) ? single : 0);
            at += sizeof(float);
        }

        return bytes;
    }
}
