using System.Buffers;
using System.Text.Json;

namespace Switchboard.Gateway.Responses;

/// <summary>Writes a request that goes on from a kept response as one that holds the whole conversation.</summary>
internal static class ConversationBody
{
    /// <summary>The request with the earlier items before its own, and without <c>previous_response_id</c>; all else as the caller wrote it.</summary>
    /// <param name="body">The caller's request.</param>
    /// <param name="earlier">The responses that came before, the first one first.</param>
    /// <param name="withThoughts">Whether reasoning items go along: another vendor than the one that wrote them refuses them.</param>
    public static ReadOnlyMemory<byte> Write(ReadOnlyMemory<byte> body, IReadOnlyList<StoredResponse> earlier, bool withThoughts)
    {
        var output = new ArrayBufferWriter<byte>(body.Length + earlier.Sum(static response => response.Size) + 64);
        output.Write("{\"input\":["u8);
        var first = true;
        foreach (var response in earlier)
        {
            Items(response.Input, output, ref first, withThoughts: true);
            Items(ResponseBytes.Field(response.Response, "output"u8), output, ref first, withThoughts);
        }

        Items(ResponseBytes.Items(body), output, ref first, withThoughts: true);
        output.Write("]"u8);
        Rest(body.Span, output);
        output.Write("}"u8);
        return output.WrittenMemory;
    }

    private static void Items(ReadOnlyMemory<byte> array, ArrayBufferWriter<byte> output, ref bool first, bool withThoughts)
    {
        if (array.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(array.Span, new JsonReaderOptions { MaxDepth = 128 });
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var item = array[start..(int)reader.BytesConsumed];
            if (withThoughts || !IsThought(item))
            {
                output.Write(first ? default : ","u8);
                output.Write(item.Span);
                first = false;
            }
        }
    }

    private static bool IsThought(ReadOnlyMemory<byte> item) => ResponseBytes.Field(item, "type"u8).Span.SequenceEqual("\"reasoning\""u8);

    private static void Rest(ReadOnlySpan<byte> body, ArrayBufferWriter<byte> output)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 128 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var replaced = reader.ValueTextEquals("input"u8) || reader.ValueTextEquals("previous_response_id"u8);
            var start = (int)reader.TokenStartIndex;
            reader.Read();
            reader.Skip();
            if (!replaced)
            {
                output.Write(","u8);
                output.Write(body[start..(int)reader.BytesConsumed]);
            }
        }
    }
}
