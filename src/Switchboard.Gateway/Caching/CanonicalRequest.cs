using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Switchboard.Protocol;

namespace Switchboard.Gateway.Caching;

/// <summary>
/// The key of a request's answer. White space and the order of the top-level fields do not matter; how the answer is delivered (stream or
/// not) does not either, except for responses, whose items of the vendor's own kinds nobody here could retell; everything else does, as does
/// whose request it is. Nothing is lost: two different requests never share a key.
/// </summary>
internal static class CanonicalRequest
{
    private const int LargestKept = 1 << 18;

    /// <summary>A thread's own buffer: every request passes here, and none needs the bytes for longer than its hash.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_output;

    public static CacheKey KeyOf(Exchange.Exchange exchange, string routesVersion)
    {
        var body = exchange.Body.Span;
        var output = s_output ??= new ArrayBufferWriter<byte>(4096);
        output.ResetWrittenCount();
        WriteScope(exchange, routesVersion, output);
        var fields = Fields(body);
        fields.Sort(new ByName(exchange.Body));
        foreach (var (name, value) in fields)
        {
            output.Write(body[name]);
            WriteCompact(body[value], output);
        }

        Span<byte> hash = stackalloc byte[CacheKey.Size];
        SHA256.HashData(output.WrittenSpan, hash);
        s_output = output.Capacity <= LargestKept ? output : null;
        return CacheKey.Read(hash);
    }

    private static void WriteScope(Exchange.Exchange exchange, string routesVersion, ArrayBufferWriter<byte> output)
    {
        WriteText("switchboard cache 1", output);
        WriteText(exchange.Caller!.Tenant, output);
        WriteText(exchange.Dialect.ToString(), output);
        if (exchange.Rules is { } rules)
        {
            WriteText(rules.Name, output);
        }

        WriteText(routesVersion, output);
        WriteText(exchange.VendorKey ?? "", output);
        WriteText(exchange.Dialect == Dialect.OpenAiResponses && exchange.Fields.Stream ? "stream" : "", output);
        foreach (var (name, value) in exchange.VendorHeaders)
        {
            WriteText(name, output);
            WriteText(value, output);
        }

        if (!exchange.Asked.IsNone)
        {
            WriteText("asked of routing", output);
            WriteText(exchange.Asked.Provider ?? "", output);
            WriteText(exchange.Asked.Model ?? "", output);
            WriteText(string.Join(',', exchange.Asked.Tags), output);
        }

        output.Write("\0"u8);
    }

    /// <summary>The text with its length before it, so that no two scopes run together.</summary>
    private static void WriteText(string text, ArrayBufferWriter<byte> output)
    {
        BitConverter.TryWriteBytes(output.GetSpan(4), Encoding.UTF8.GetByteCount(text));
        output.Advance(4);
        Encoding.UTF8.GetBytes(text, output);
    }

    private static List<(Range Name, Range Value)> Fields(ReadOnlySpan<byte> body)
    {
        var fields = new List<(Range Name, Range Value)>(16);
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 128 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = (int)reader.TokenStartIndex..((int)reader.TokenStartIndex + reader.ValueSpan.Length + 2);
            var skip = reader.ValueTextEquals("stream"u8) || reader.ValueTextEquals("stream_options"u8) || reader.ValueTextEquals("cache"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!skip)
            {
                fields.Add((name, start..(int)reader.BytesConsumed));
            }
        }

        return fields;
    }

    private static void WriteCompact(ReadOnlySpan<byte> value, ArrayBufferWriter<byte> output)
    {
        var reader = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = 128 });
        while (reader.Read())
        {
            // A token's kind goes first and its length follows, so that 1,2 and 12 stay apart.
            var token = reader.ValueSpan;
            var head = output.GetSpan(5);
            head[0] = (byte)reader.TokenType;
            BitConverter.TryWriteBytes(head[1..], token.Length);
            output.Advance(5);
            output.Write(token);
        }
    }

    private readonly struct ByName(ReadOnlyMemory<byte> body) : IComparer<(Range Name, Range Value)>
    {
        public int Compare((Range Name, Range Value) x, (Range Name, Range Value) y) => body.Span[x.Name].SequenceCompareTo(body.Span[y.Name]);
    }
}
