using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Sse;

namespace Switchboard.UnitTests.Protocol;

/// <summary>Bodies and streams through the dialects, as the gateway sends them.</summary>
internal static class Wire
{
    public const Dialect OpenAi = Dialect.OpenAiChat;
    public const Dialect Anthropic = Dialect.AnthropicMessages;

    public const Dialect Responses = Dialect.OpenAiResponses;
    public const Dialect Gemini = Dialect.Gemini;
    public const Dialect Cohere = Dialect.Cohere;
    public const Dialect Ollama = Dialect.Ollama;
    public const Dialect Bedrock = Dialect.BedrockConverse;

    /// <summary>What callers speak.</summary>
    public static readonly Dialect[] All = [OpenAi, Anthropic, Responses];

    /// <summary>What vendors speak.</summary>
    public static readonly Dialect[] Vendors = [.. All, Gemini, Cohere, Ollama, Bedrock];

    public static ChatRequest ReadRequest(Dialect dialect, string body)
    {
        var read = ChatDialects.For(dialect).ReadRequest(Encoding.UTF8.GetBytes(body));
        Assert.True(read.Succeeded, read.Error?.Message);
        return read.Value;
    }

    public static ExchangeError Refused(Dialect dialect, string body)
    {
        var read = ChatDialects.For(dialect).ReadRequest(Encoding.UTF8.GetBytes(body));
        Assert.NotNull(read.Error);
        Assert.Equal(ErrorKind.InvalidRequest, read.Error.Kind);
        return read.Error;
    }

    public static (JsonNode Body, IReadOnlyList<string> Dropped) Translate(Dialect from, Dialect to, string body, ChatRequestOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var written = ChatDialects.Vendor(to).WriteRequest(ReadRequest(from, body), options ?? new(), output);
        Assert.True(written.Succeeded, written.Error?.Message);
        return (JsonNode.Parse(output.WrittenSpan)!, written.Value);
    }

    public static ExchangeError Untranslatable(Dialect from, Dialect to, string body, ChatRequestOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var written = ChatDialects.Vendor(to).WriteRequest(ReadRequest(from, body), options ?? new(), output);
        Assert.NotNull(written.Error);
        Assert.Equal(400, written.Error.HttpStatus);
        Assert.Equal(0, output.WrittenCount);
        return written.Error;
    }

    public static JsonNode Reply(Dialect from, Dialect to, string body, ChatReplyOptions? options = null)
    {
        var read = ChatDialects.Vendor(from).ReadReply(Encoding.UTF8.GetBytes(body));
        Assert.True(read.Succeeded, read.Error?.Message);
        var output = new ArrayBufferWriter<byte>();
        ChatDialects.For(to).WriteReply(read.Value, options ?? new(), output);
        return JsonNode.Parse(output.WrittenSpan)!;
    }

    /// <summary>A vendor's body that holds no answer for the caller.</summary>
    public static ExchangeError NoReply(Dialect from, string body)
    {
        var read = ChatDialects.Vendor(from).ReadReply(Encoding.UTF8.GetBytes(body));
        Assert.NotNull(read.Error);
        return read.Error;
    }

    public static List<ChatUpdate> ReadStream(Dialect dialect, string stream)
    {
        var reader = ChatDialects.Vendor(dialect).CreateStreamReader();
        var updates = new List<ChatUpdate>();
        foreach (var frame in Frames(stream))
        {
            var read = SseFrame.Read(Encoding.UTF8.GetBytes(frame));
            reader.Read(read.Event, read.Data, updates);
        }

        reader.Complete(updates);
        return updates;
    }

    public static string WriteStream(Dialect dialect, IEnumerable<ChatUpdate> updates, ChatReplyOptions? options = null)
    {
        var writer = ChatDialects.For(dialect).CreateStreamWriter(options ?? new() { Id = "id-given", IncludeUsage = true });
        var output = new ArrayBufferWriter<byte>();
        foreach (var update in updates)
        {
            writer.Write(update, output);
        }

        writer.Complete(output);
        writer.Complete(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static string TranslateStream(Dialect from, Dialect to, string stream, ChatReplyOptions? options = null) =>
        WriteStream(to, ReadStream(from, stream), options);

    public static List<string> Frames(string stream)
    {
        var frames = new List<string>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(stream);
        while (SseFrames.FindEnd(rest) is > 0 and var end)
        {
            frames.Add(Encoding.UTF8.GetString(rest[..end]));
            rest = rest[end..];
        }

        Assert.True(rest.IsEmpty, "The stream ends inside a frame.");
        return frames;
    }

    /// <summary>Data lines as frames: what most of a test's stream consists of.</summary>
    public static string Sse(params string[] data) => string.Concat(data.Select(line => $"data: {line}\n\n"));

    /// <summary>Named events as frames.</summary>
    public static string Events(params (string Name, string Data)[] events) => string.Concat(events.Select(e => $"event: {e.Name}\ndata: {e.Data}\n\n"));

    public static void SameJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected {JsonNode.Parse(expected)!.ToJsonString()}\nbut was  {actual?.ToJsonString()}");
}
