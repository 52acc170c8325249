using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Sse;

namespace Switchboard.UnitTests.Protocol.Chat;

/// <summary>Whatever arrives is answered with values: valid bodies are cut and bent at random, and nothing may throw.</summary>
public sealed class BrokenInputTests
{
    private static readonly string[] Valid =
    [
        """
        {"model":"claude-sonnet-4-5","messages":[{"role":"system","content":"S"},{"role":"user","content":[{"type":"text","text":"\u00e9\ud83d\ude00"},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"file","file":{"file_data":"data:text/plain;base64,aGk="}}]},
        {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"a","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":{}}}],"tool_choice":"auto",
        "temperature":0.5,"max_tokens":5,"options":{"num_predict":4,"num_ctx":1},"thinking":{"type":"enabled"},"stop":["a"],"stream":true,"reasoning_effort":"low","response_format":{"type":"json_schema","json_schema":{"schema":{}}}}
        """,
        """
        {"model":"gpt-5.1","max_tokens":5,"system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"x"},
        {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"tool_use","id":"a","name":"f","input":{"a":1}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"x"}],"is_error":true},
        {"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"}}]}],"tools":[{"name":"f","input_schema":{}}],
        "tool_choice":{"type":"any"},"thinking":{"type":"enabled","budget_tokens":2000},"output_config":{"effort":"low"},"metadata":{"user_id":"u"}}
        """,
        """
        {"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hi \ud83d\ude00","tool_calls":[{"id":"a","type":"function",
        "function":{"name":"f","arguments":"{}"}}]},"delta":{"content":"Hi","tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]},
        "finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":6,"prompt_tokens_details":{"cached_tokens":1}},"x_groq":{"usage":{}}}
        """,
        """
        {"type":"message_start","id":"a","model":"m","content":[{"type":"text","text":"x"},{"type":"tool_use","id":"a","name":"f","input":{}}],
        "stop_reason":"end_turn","usage":{"input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":1},"output_tokens":2},
        "message":{"id":"a","model":"m","usage":{"input_tokens":3}},"index":0,"delta":{"type":"text_delta","text":"x","stop_reason":"end_turn"},
        "content_block":{"type":"tool_use","id":"a","name":"f","input":{"a":1}}}
        """,
        """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f","input":{"a":[1]}}}""",
        """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}}""",
        """
        {"candidates":[{"content":{"parts":[{"text":"T","thought":true},{"text":"Hi \ud83d\ude00","thoughtSignature":"c2ln"},{"functionCall":{"id":"a","name":"f",
        "args":{"a": [1, "x y"]}},"thoughtSignature":"c2ln"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}}],"role":"model"},"finishReason":"STOP",
        "finishMessage":"m","index":0}],"promptFeedback":{"blockReason":"SAFETY","blockReasonMessage":"b"},"usageMetadata":{"promptTokenCount":9,
        "cachedContentTokenCount":2,"candidatesTokenCount":3,"thoughtsTokenCount":4,"toolUsePromptTokenCount":1,"totalTokenCount":17},"modelVersion":"m","responseId":"r"}
        """,
        """
        {"model":"gemini-2.5-flash","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"format":"wav","data":"AAAA"}},
        {"type":"image_url","image_url":{"url":"https://x.test/a.png?b"}}]},{"role":"assistant","tool_calls":[{"id":"a","type":"function",
        "function":{"name":"f","arguments":"{\"x\":1}"},"extra_content":{"google":{"thought_signature":"c2ln"}}}]},{"role":"tool","tool_call_id":"a","content":"x"}],
        "reasoning_effort":"high","max_tokens":100,"stop":["a"],"seed":5,"top_k":4,"presence_penalty":0.5,"tool_choice":{"type":"function","function":{"name":"f"}},
        "tools":[{"type":"function","function":{"name":"f","parameters":{}}}]}
        """,
        """{"error":{"code":429,"message":"M","status":"RESOURCE_EXHAUSTED","details":[{"reason":"R"},{"retryDelay":"3.5s"}]}}""",
        """
        {"id":"c","type":"message-end","index":1,"finish_reason":"TOOL_CALL","message":{"role":"assistant","content":[{"type":"thinking","thinking":"t"},
        {"type":"text","text":"x"}],"tool_plan":"p","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
        "delta":{"message":{"content":{"text":"x"},"tool_plan":"p","tool_calls":{"id":"a","function":{"name":"f","arguments":"{}"}},"citations":[{"text":"x"}]},
        "finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":1.0}}},"usage":{"billed_units":{"input_tokens":5,"output_tokens":6},
        "tokens":{"input_tokens":7},"cached_tokens":1}}
        """,
        """{"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"a","function":{"name":"give_json_answer","arguments":"{}"}}}}}""",
        """
        {"model":"m","created_at":"2025-01-01T00:00:00Z","message":{"role":"assistant","content":"x","thinking":"t","tool_calls":[{"id":"a","function":
        {"index":0,"name":"f","arguments":{"a":[1]}}}]},"done":true,"done_reason":"stop","prompt_eval_count":1,"eval_count":2}
        """,
        """
        {"model":"gpt-5.1","instructions":"S","input":[{"role":"developer","content":"D"},{"type":"message","role":"user","content":[{"type":"input_text","text":"\u00e9\ud83d\ude00"},
        {"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"},{"type":"input_file","file_data":"aGk=","filename":"f"}]},
        {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"t"}],"encrypted_content":"switchboard.thinking.s"},
        {"type":"function_call","id":"fc_1","call_id":"a","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"a","output":[{"type":"input_text","text":"x"}]},
        {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"x","annotations":[]},{"type":"refusal","refusal":"r"}]}],
        "tools":[{"type":"function","name":"f","parameters":{},"strict":true}],"tool_choice":{"type":"function","name":"f"},"max_output_tokens":5,"temperature":0.5,"stream":true,
        "text":{"format":{"type":"json_schema","name":"n","schema":{}},"verbosity":"low"},"reasoning":{"effort":"low","summary":"auto"},"metadata":{"a":"b"},"include":["x"]}
        """,
        """
        {"id":"resp_1","object":"response","created_at":1.5,"status":"incomplete","error":null,"incomplete_details":{"reason":"max_output_tokens"},"model":"m","output":[
        {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"t"}],"encrypted_content":"e"},{"type":"web_search_call","id":"ws_1","status":"completed"},
        {"type":"message","id":"msg_1","content":[{"type":"output_text","text":"x"}]},{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}],
        "usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":1},"output_tokens":6,"output_tokens_details":{"reasoning_tokens":2},"total_tokens":11}}
        """,
        """{"type":"response.output_item.added","sequence_number":3,"output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"a","name":"f","arguments":"{"}}""",
        """{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","summary":[{"text":"t"}],"encrypted_content":"e"}}""",
        """{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"x\ud83d\ude00"}""",
        """{"type":"response.completed","sequence_number":9,"response":{"id":"resp_1","model":"m","status":"completed","output":[],"usage":{"input_tokens":1}}}""",
        """{"type":"response.failed","response":{"id":"resp_1","status":"failed","error":{"code":"server_error","message":"M"}}}""",
        """{"type":"error","error":{"type":"overloaded_error","message":"M","code":"c","param":null},"message":"x"}""",
        """
        {"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"t","signature":"s"}}},{"text":"x"},
        {"toolUse":{"toolUseId":"a","name":"f","input":{"a":1}}},{"citationsContent":{"content":[{"text":"x"}]}}]}},"stopReason":"tool_use",
        "usage":{"inputTokens":1,"outputTokens":2,"cacheDetails":[{"ttl":"1h","inputTokens":1}]},"additionalModelResponseFields":{"stop_sequence":"x"}}
        """,
        """
        {"contentBlockIndex":0,"role":"assistant","delta":{"text":"x","reasoningContent":{"text":"t","signature":"s"},"toolUse":{"input":"{}"}},
        "start":{"toolUse":{"toolUseId":"a","name":"f"}},"stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":2}}
        """,
    ];

    /// <summary>Bedrock's events say what they are in their names alone.</summary>
    private static readonly string[] EventNames =
        ["contentBlockDelta", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStart", "messageStop", "metadata", "exception"];

    private static readonly string[] Splices =
        ["\"", "\\", "{", "}", "[", "]", ",", ":", "null", "1e999", "-", "\\ud800", "\\u0000", "\uFEFF", "true", "{}", "[]", "\"\"", "\r\n\r\n", "9223372036854775808"];

    private static readonly string[] Values =
        ["null", "true", "0", "-1", "1.5", "99999999999", "\"\"", "\"x\"", "\"\\u00e9\"", "{}", "[]", "[{}]", "[null]", "[\"x\"]", "{\"type\":\"text\",\"text\":\"x\"}"];

    private static readonly Gen<byte[]> Bent =
        from body in Gen.Elements(Valid)
        from places in Gen.Choose(0, 10_000).ListOf(2)
        from splices in Gen.Elements(Splices).ListOf(2)
        from ways in Gen.Choose(0, 3).ListOf(2)
        from bends in Gen.Choose(1, 2)
        select Bend(Encoding.UTF8.GetBytes(body), [.. places], [.. splices], [.. ways.Take(bends)]);

    private static readonly Gen<byte[]> Odd =
        from body in Gen.Elements(Valid)
        from places in Gen.Choose(0, 10_000).ListOf(3)
        from values in Gen.Elements(Values).ListOf(3)
        from changes in Gen.Choose(1, 3)
        select Encoding.UTF8.GetBytes(Change(JsonNode.Parse(body)!, [.. places.Take(changes)], [.. values]));

    [Fact]
    public void BentBodies_NeverThrow() =>
        Prop.ForAll(Bent.ToArbitrary(), Everything).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void ValidJson_WithOddValues_NeverThrows() =>
        Prop.ForAll(Odd.ToArbitrary(), Everything).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void CutBodies_NeverThrow()
    {
        foreach (var body in Valid.Select(Encoding.UTF8.GetBytes))
        {
            for (var length = 0; length < body.Length; length += 3)
            {
                Everything(body[..length]);
            }
        }
    }

    private static void Everything(byte[] body)
    {
        foreach (var dialect in Wire.All)
        {
            Requests(dialect, body);
        }

        foreach (var dialect in Wire.Vendors)
        {
            Replies(dialect, body);
            Streams(dialect, body);
        }

        ErrorReader.Read(body, 400);
    }

    private static void Requests(Dialect dialect, byte[] body)
    {
        var read = ChatDialects.For(dialect).ReadRequest(body);
        Assert.Equal(read.Succeeded, read.Error is null);
        foreach (var target in read.Succeeded ? Wire.Vendors : [])
        {
            var output = new ArrayBufferWriter<byte>();
            var written = ChatDialects.Vendor(target).WriteRequest(read.Value!, new(), output);
            Assert.Equal(written.Succeeded, output.WrittenCount > 0);
            if (written.Succeeded)
            {
                JsonNode.Parse(output.WrittenSpan);
            }
        }
    }

    private static void Replies(Dialect dialect, byte[] body)
    {
        ChatDialects.Vendor(dialect).InspectReply(body);
        var read = ChatDialects.Vendor(dialect).ReadReply(body);
        foreach (var target in read.Succeeded ? Wire.All : [])
        {
            var output = new ArrayBufferWriter<byte>();
            ChatDialects.For(target).WriteReply(read.Value!, new(), output);
            JsonNode.Parse(output.WrittenSpan);
        }
    }

    private static void Streams(Dialect dialect, byte[] body)
    {
        var updates = new List<ChatUpdate>();
        var reader = ChatDialects.Vendor(dialect).CreateStreamReader();
        var data = Encoding.UTF8.GetString(body).ReplaceLineEndings(" ");
        var tap = ChatDialects.Vendor(dialect).CreateStreamTap();
        foreach (var name in dialect == Wire.Bedrock ? EventNames : ["", ""])
        {
            var frame = Encoding.UTF8.GetBytes($"{(name.Length == 0 ? "" : $"event: {name}\n")}data: {data}\n\n");
            var read = SseFrame.Read(frame);
            reader.Read(read.Event, read.Data, updates);
            tap.Inspect(frame);
        }

        reader.Complete(updates);
        tap.Inspect(body);
        foreach (var target in Wire.All)
        {
            foreach (var written in Wire.Frames(Wire.WriteStream(target, updates)))
            {
                var sent = Encoding.UTF8.GetString(SseFrame.Read(Encoding.UTF8.GetBytes(written)).Data);
                Assert.True(sent == "[DONE]" || JsonNode.Parse(sent) is JsonObject, sent);
            }
        }
    }

    private static byte[] Bend(byte[] body, int[] places, string[] splices, int[] ways)
    {
        for (var at = 0; at < ways.Length; at++)
        {
            var place = places[at] % (body.Length + 1);
            byte[] splice = [.. Encoding.UTF8.GetBytes(splices[at])];
            body = ways[at] switch
            {
                0 => [.. body[..place], .. splice, .. body[place..]],
                1 => [.. body[..place], .. splice, .. body[Math.Min(body.Length, place + splice.Length)..]],
                2 => [.. body[..place], .. body[Math.Min(body.Length, place + 3)..]],
                _ => [.. body[..place], (byte)places[at], .. body[Math.Min(body.Length, place + 1)..]],
            };
        }

        return body;
    }

    /// <summary>Puts other values in the place of fields and items, so that the JSON stays valid.</summary>
    private static string Change(JsonNode root, int[] places, string[] values)
    {
        for (var at = 0; at < places.Length; at++)
        {
            var slots = Slots(root).ToList();
            if (slots.Count > 0)
            {
                slots[places[at] % slots.Count](JsonNode.Parse(values[at]));
            }
        }

        return root.ToJsonString();
    }

    private static IEnumerable<Action<JsonNode?>> Slots(JsonNode? node)
    {
        if (node is JsonObject fields)
        {
            foreach (var (name, value) in fields.ToList())
            {
                yield return other => fields[name] = other;
                foreach (var slot in Slots(value))
                {
                    yield return slot;
                }
            }
        }
        else if (node is JsonArray items)
        {
            for (var at = 0; at < items.Count; at++)
            {
                var place = at;
                yield return other => items[place] = other;
                foreach (var slot in Slots(items[at]))
                {
                    yield return slot;
                }
            }
        }
    }
}
