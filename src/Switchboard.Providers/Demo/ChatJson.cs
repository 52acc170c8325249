using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Switchboard.Providers.Demo;

/// <summary>Writes answers and errors in OpenAI's chat shapes.</summary>
internal static class ChatJson
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Completion(DemoRequest request, DemoAnswer answer, string id, long created)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            Start(json, id, "chat.completion", created, request.ModelName);
            json.WriteStartArray("choices");
            json.WriteStartObject();
            json.WriteNumber("index", 0);
            json.WriteStartObject("message");
            json.WriteString("role", "assistant");
            if (answer.Calls.Count > 0)
            {
                json.WriteNull("content");
                WriteCalls(json, answer.Calls);
            }
            else
            {
                json.WriteString("content", answer.Text);
            }
            json.WriteNull("refusal");
            json.WriteEndObject();
            json.WriteNull("logprobs");
            json.WriteString("finish_reason", answer.FinishReason);
            json.WriteEndObject();
            json.WriteEndArray();
            Usage(json, request, answer);
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Error(DemoRefusedException refusal)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("message", refusal.Message);
            json.WriteString("type", refusal.Status >= 500 ? "server_error" : "invalid_request_error");
            json.WriteString("param", refusal.Param);
            json.WriteString("code", refusal.Code);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    public static void Start(Utf8JsonWriter json, string id, string kind, long created, string model)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("object", kind);
        json.WriteNumber("created", created);
        json.WriteString("model", model);
        json.WriteString("system_fingerprint", "fp_demo");
    }

    public static void Usage(Utf8JsonWriter json, DemoRequest request, DemoAnswer answer)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", request.PromptTokens);
        json.WriteNumber("completion_tokens", answer.Tokens);
        json.WriteNumber("total_tokens", request.PromptTokens + answer.Tokens);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<DemoToolCall> calls)
    {
        json.WriteStartArray("tool_calls");
        foreach (DemoToolCall call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.Id);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.Name);
            json.WriteString("arguments", call.Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
