using System.Buffers;
using System.Text;
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

    /// <summary>What is repeated where the caller wrote none of the fields and nothing is kept.</summary>
    private static readonly byte[] AllDefaults = Run(new byte[]?[Fields.Length], keeps: true);

    private static readonly byte[] AllDefaultsUnkept = Run(new byte[]?[Fields.Length], keeps: false);

    private readonly byte[] _run;
    private byte[]?[]? _given;

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

        _run = _given is { } given ? Run(given, keeps) : keeps ? AllDefaults : AllDefaultsUnkept;
    }

    /// <summary>Writes all the fields. A stream tells them three times, so they are one run of bytes: the first field's value and what follows it.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WritePropertyName(Fields[0].Name);
        writer.WriteRawValue(_run, skipInputValidation: true);
    }

    private static byte[] Run(byte[]?[] given, bool keeps)
    {
        var run = new ArrayBufferWriter<byte>(512);
        for (var at = 0; at < Fields.Length; at++)
        {
            var (name, standing) = Fields[at];
            var value = name == "store" && !keeps ? "false"u8 : given[at] is { } written ? written : Encoding.UTF8.GetBytes(standing);
            if (!value.IsEmpty)
            {
                run.Write(Encoding.UTF8.GetBytes(at == 0 ? string.Empty : $",\"{name}\":"));
                run.Write(value);
            }
        }

        return run.WrittenSpan.ToArray();
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
                (_given ??= new byte[]?[Fields.Length])[field] = OnOneLine(request[start..(int)reader.BytesConsumed]);
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
}
