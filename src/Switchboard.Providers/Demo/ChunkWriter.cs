using System.Buffers;
using System.Text.Json;

namespace Switchboard.Providers.Demo;

/// <summary>Writes OpenAI's chunks of a streamed answer, framed as server-sent events.</summary>
internal sealed class ChunkWriter(IBufferWriter<byte> output, DemoRequest request, string id, long created) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(output, ChatJson.Options);

    public void Dispose() => _json.Dispose();

    public void Role() => Delta(null, static json =>
    {
        json.WriteString("role", "assistant");
        json.WriteString("content", "");
    });

    public void Content(string piece) => Delta(null, json => json.WriteString("content", piece));

    public void Finish(string reason) => Delta(reason, static _ => { });

    /// <summary>A call in the form in which vendors stream it: name first, then the arguments in pieces.</summary>
    public void Call(int index, DemoToolCall call)
    {
        CallPart(index, "", call);
        foreach (string piece in DemoTokens.Split(call.Arguments))
        {
            CallPart(index, piece, null);
        }
    }

    public void Usage(DemoAnswer answer) => Frame(json =>
    {
        json.WriteStartArray("choices");
        json.WriteEndArray();
        ChatJson.Usage(json, request, answer);
    });

    public void Done() => output.Write("data: [DONE]\n\n"u8);

    private void CallPart(int index, string arguments, DemoToolCall? start) => Delta(null, json =>
    {
        json.WriteStartArray("tool_calls");
        json.WriteStartObject();
        json.WriteNumber("index", index);
        if (start is not null)
        {
            json.WriteString("id", start.Id);
            json.WriteString("type", "function");
        }
        json.WriteStartObject("function");
        if (start is not null)
        {
            json.WriteString("name", start.Name);
        }
        json.WriteString("arguments", arguments);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private void Delta(string? finish, Action<Utf8JsonWriter> content) => Frame(json =>
    {
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        content(json);
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    private void Frame(Action<Utf8JsonWriter> content)
    {
        output.Write("data: "u8);
        _json.Reset();
        ChatJson.Start(_json, id, "chat.completion.chunk", created, request.ModelName);
        content(_json);
        _json.WriteEndObject();
        _json.Flush();
        output.Write("\n\n"u8);
    }
}
