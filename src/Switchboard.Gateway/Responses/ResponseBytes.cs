using System.Text.Json;
using Switchboard.Protocol.Sse;

namespace Switchboard.Gateway.Responses;

/// <summary>Finds what must be kept in the bytes of requests and answers, as it stands there.</summary>
internal static class ResponseBytes
{
    /// <summary>The response in the end of an answer: the body, or what a stream's last event tells; empty where there is none.</summary>
    public static ReadOnlyMemory<byte> In(ReadOnlyMemory<byte> end, bool stream)
    {
        if (!stream)
        {
            return end;
        }

        var last = default(ReadOnlyMemory<byte>);
        while (SseFrames.FindEnd(end.Span) is var length and > 0)
        {
            (last, end) = (end[..length], end[length..]);
        }

        return Field(SseFrame.Read(last.Span).Data.ToArray(), "response"u8);
    }

    /// <summary>The response's id; null where it has none.</summary>
    public static string? Id(ReadOnlyMemory<byte> response)
    {
        var id = Field(response, "id"u8);
        if (id.IsEmpty)
        {
            return null;
        }

        var reader = new Utf8JsonReader(id.Span);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    /// <summary>A top-level field's value; empty where there is none.</summary>
    public static ReadOnlyMemory<byte> Field(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = 128 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found)
            {
                return json[start..(int)reader.BytesConsumed];
            }
        }

        return default;
    }

    /// <summary>A request's items as one JSON array: a text is one message of the user.</summary>
    public static ReadOnlyMemory<byte> Items(ReadOnlyMemory<byte> request)
    {
        var input = Field(request, "input"u8);
        return input.IsEmpty || input.Span[0] != (byte)'"' ? input : (byte[])[.. "[{\"role\":\"user\",\"content\":"u8, .. input.Span, .. "}]"u8];
    }
}
