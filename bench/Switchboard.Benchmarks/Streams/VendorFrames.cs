using Switchboard.Protocol;

namespace Switchboard.Benchmarks.Streams;

/// <summary>The events of each vendor's stream, as the gateway's pump sees them: those that are not server-sent events have become so.</summary>
internal static class VendorFrames
{
    private const string Padding = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    /// <summary>The events before the words and after them.</summary>
    public static (string[] Before, string[] After) Around(Dialect vendor) => vendor switch
    {
        Dialect.OpenAiChat => (
            [Chunk("""{"role":"assistant","content":"","refusal":null}""", "null", "aQ3")],
            [Chunk("{}", "\"stop\"", "7fB1"), OpenAiUsage, "data: [DONE]\n\n"]),
        Dialect.AnthropicMessages => (
            [
                Named("message_start", """{"type":"message_start","message":{"model":"claude-haiku-4-5-20251001","id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}}}"""),
                Named("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
                Named("ping", """{"type": "ping"}"""),
            ],
            [
                Named("content_block_stop", """{"type":"content_block_stop","index":0}"""),
                Named("message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":196}}"""),
                Named("message_stop", """{"type":"message_stop"}"""),
            ]),
        Dialect.Cohere => (
            [
                Named("message-start", """{"id":"29f14a5a-11de-4cae-9800-25e4747408ea","type":"message-start","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}}"""),
                Named("content-start", """{"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}}"""),
            ],
            [
                Named("content-end", """{"type":"content-end","index":0}"""),
                Named("message-end", """{"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":3,"output_tokens":196},"tokens":{"input_tokens":63,"output_tokens":196}}}}"""),
            ]),
        Dialect.BedrockConverse => (
            [Named("messageStart", """{"p":"abcdefghijk","role":"assistant"}""")],
            [
                Named("contentBlockStop", """{"contentBlockIndex":0,"p":"abcdefghijklmnopqrstuv"}"""),
                Named("messageStop", """{"p":"abcdefgh","stopReason":"end_turn"}"""),
                Named("metadata", """{"metrics":{"latencyMs":1290},"p":"abcdefghijklm","usage":{"inputTokens":12,"outputTokens":196,"totalTokens":208}}"""),
            ]),
        Dialect.Gemini => ([], [Gemini("", 196, ",\"finishReason\":\"STOP\"")]),
        Dialect.Ollama => ([], ["""data: {"model":"llama3.2","created_at":"2026-11-25T10:12:23.852123Z","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":4883583458,"load_duration":1334875,"prompt_eval_count":26,"prompt_eval_duration":342546000,"eval_count":196,"eval_duration":4535599000}""" + "\n\n"]),
        _ => throw new ArgumentOutOfRangeException(nameof(vendor)),
    };

    /// <summary>An event with some words.</summary>
    /// <param name="vendor">Whose.</param>
    /// <param name="at">Which it is: times, counts and padding differ from one to the next.</param>
    /// <param name="words">The words, escaped.</param>
    public static string Delta(Dialect vendor, int at, string words) => vendor switch
    {
        Dialect.OpenAiChat => Chunk($$"""{"content":"{{words}}"}""", "null", Padding[..(3 + (at * 7 % 13))]),
        Dialect.AnthropicMessages => Named("content_block_delta", $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{words}}}"}}"""),
        Dialect.Cohere => Named("content-delta", $$$$$"""{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"{{{{{words}}}}}"}}}}"""),
        Dialect.BedrockConverse => Named("contentBlockDelta", $$$"""{"contentBlockIndex":0,"delta":{"text":"{{{words}}}"},"p":"{{{Padding[..(4 + (at * 11 % 50))]}}}"}"""),
        Dialect.Gemini => Gemini(words, at + 1, ""),
        Dialect.Ollama => $$"""data: {"model":"llama3.2","created_at":"2026-11-25T10:12:{{10 + (at / 20)}}.{{100000 + (at * 4217)}}Z","message":{"role":"assistant","content":"{{words}}"},"done":false}""" + "\n\n",
        _ => throw new ArgumentOutOfRangeException(nameof(vendor)),
    };

    private static string Named(string name, string data) => $"event: {name}\ndata: {data}\n\n";

    private static string OpenAiUsage =>
        """data: {"id":"chatcmpl-CfXkHq3zrGJGmPuvmG1wC3kPEkVxk","object":"chat.completion.chunk","created":1764066743,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_560af6e559","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":196,"total_tokens":208,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"obfuscation":"x"}""" + "\n\n";

    private static string Chunk(string delta, string finish, string padding) =>
        $$$"""data: {"id":"chatcmpl-CfXkHq3zrGJGmPuvmG1wC3kPEkVxk","object":"chat.completion.chunk","created":1764066743,"model":"gpt-4o-mini-2024-07-18","service_tier":"default","system_fingerprint":"fp_560af6e559","choices":[{"index":0,"delta":{{{delta}}},"logprobs":null,"finish_reason":{{{finish}}}}],"usage":null,"obfuscation":"{{{padding}}}"}""" + "\n\n";

    private static string Gemini(string words, int tokens, string finish) =>
        $$$$"""data: {"candidates": [{"content": {"parts": [{"text": "{{{{words}}}}"}],"role": "model"}{{{{finish}}}},"index": 0}],"usageMetadata": {"promptTokenCount": 12,"candidatesTokenCount": {{{{tokens}}}},"totalTokenCount": {{{{12 + tokens}}}},"promptTokensDetails": [{"modality": "TEXT","tokenCount": 12}]},"modelVersion": "gemini-2.5-flash","responseId": "m3UlabvLOpyQ28oPqcLq2A0"}""" + "\r\n\r\n";
}
