using System.Text.Json;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Responses;

/// <summary>The fields of a request that its response repeats, as the caller wrote them; what the caller left out stands at OpenAI's default.</summary>
internal sealed class ResponsesEcho
{
    /// <summary>Field and default; empty leaves the field out. A response without those that OpenAI's description requires breaks its clients.</summary>
    private static readonly (string Name, string Default)[] Fields =
    [
        ("background", "false"),
        ("instructions", "null"),
        ("max_output_tokens", "null"),
        ("max_tool_calls", "null"),
        ("metadata", "{}"),
        ("parallel_tool_calls", "true"),
        ("previous_response_id", "null"),
        ("prompt_cache_key", "null"),
        ("reasoning", "{\"effort\":null,\"summary\":null}"),
        ("safety_identifier", "null"),
        ("service_tier", "\"default\""),
        ("store", "true"),
        ("temperature", "null"),
        ("text", "{\"format\":{\"type\":\"text\"}}"),
        ("tool_choice", "\"auto\""),
        ("tools", "[]"),
        ("top_logprobs", "0"),
        ("top_p", "null"),
        ("truncation", "\"disabled\""),
        ("user", ""),
    ];

    private static readonly JsonEncodedText[] Names = [.. Fields.Select(static field => JsonEncodedText.Encode(field.Name))];

    private static readonly byte[][] Defaults = [.. Fields.Select(static field => System.Text.Encoding.UTF8.GetBytes(field.Default))];

    private readonly byte[][] _values = [.. Defaults];

    /// <summary>Reads what to repeat; an empty request leaves every default.</summary>
    /// <param name="request">The caller's request.</param>
    /// <param name="keeps">Whether the answer is kept where the caller wants it; else <c>store</c> is false.</param>
    public ResponsesEcho(ReadOnlySpan<byte> request, bool keeps)
    {
        try
        {
            Read(request);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The request's reader refuses it, and that error repeats nothing.
        }

        if (!keeps)
        {
            _values[IndexOf("store")] = "false"u8.ToArray();
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
        for (var at = 0; at < Fields.Length; at++)
        {
            if (_values[at].Length > 0)
            {
                writer.WritePropertyName(Names[at]);
                writer.WriteRawValue(_values[at], skipInputValidation: true);
            }
        }
    }

    private void Read(ReadOnlySpan<byte> request)
    {
        if (request.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(request, new JsonReaderOptions { MaxDepth = 128 });
        if (!JsonScan.EntersObject(ref reader))
        {
            return;
        }

        while (JsonScan.NextField(ref reader))
        {
            var field = Find(ref reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var given = reader.TokenType != JsonTokenType.Null;
            reader.Skip();
            if (field >= 0 && given)
            {
                _values[field] = OnOneLine(request[start..(int)reader.BytesConsumed]);
            }
        }
    }

    /// <summary>A line end inside a frame would end its data line; within JSON's strings there is none.</summary>
    private static byte[] OnOneLine(ReadOnlySpan<byte> json)
    {
        var line = json.ToArray();
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        return line;
    }

    private static int Find(ref Utf8JsonReader reader)
    {
        for (var at = 0; at < Fields.Length; at++)
        {
            if (reader.ValueTextEquals(Fields[at].Name))
            {
                return at;
            }
        }

        return -1;
    }

    private static int IndexOf(string name) => Array.FindIndex(Fields, field => field.Name == name);
}
