using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Translation;

/// <summary>The rows of the table.</summary>
internal static class Features
{
    private const string Picture = "data:image/png;base64,iVBORw0K";
    private const string Address = "https://x.test/a.png";
    private const string Pdf = "JVBERi0x";
    private const string Schema = """{"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}""";
    private const string ChatTools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\"}}}]";
    private const string MessagesTools = "\"tools\":[{\"name\":\"weather\",\"input_schema\":{\"type\":\"object\"}}]";
    private const string ResponsesTools = "\"tools\":[{\"type\":\"function\",\"name\":\"weather\",\"parameters\":{\"type\":\"object\"},\"strict\":false}]";
    private const string ChatSchema = "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":" + Schema + "}}";
    private const string MessagesSchema = "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":" + Schema + "}}";
    private const string ResponsesSchema = "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\",\"schema\":" + Schema + "}}";

    private static readonly Reply Json = Script.Chunks("{\"a\":1}");
    private static readonly Reply Forced = Script.Tools(ToolCall.InFragments("give_json_answer", "{\"a\":1}"));

    public static readonly Feature[] All =
    [
        new("Text", "{}", "{}", "{}") { Seen = { ["*"] = "prompt " }, Got = { ["*"] = ["Hello"] } },
        new("System prompt", Fields("\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"$\"}]"), Fields("\"system\":\"Be brief.\""), Fields("\"instructions\":\"Be brief.\""))
        {
            Seen =
            {
                ["openai"] = "{\"role\":\"system\",\"content\":\"Be brief.\"}", ["anthropic"] = "\"system\":", ["gemini"] = "\"systemInstruction\":{\"parts\":[{\"text\":\"Be brief.\"}]}",
                ["cohere"] = "{\"role\":\"system\",\"content\":\"Be brief.\"}", ["ollama"] = "{\"role\":\"system\",\"content\":\"Be brief.\"}", ["bedrock"] = "\"system\":[{\"text\":\"Be brief.\"}]",
            },
        },
        new("Picture, as bytes", ChatPart($$$"""{"type":"image_url","image_url":{"url":"{{{Picture}}}"}}"""), MessagesPart("""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0K"}}"""), ResponsesPart($$$"""{"type":"input_image","image_url":"{{{Picture}}}"}"""))
        {
            Seen =
            {
                ["openai"] = "\"url\":\"" + Picture, ["cohere"] = "\"url\":\"" + Picture, ["anthropic"] = "\"media_type\":\"image/png\",\"data\":\"iVBORw0K\"",
                ["gemini"] = "\"mimeType\":\"image/png\",\"data\":\"iVBORw0K\"", ["ollama"] = "\"images\":[\"iVBORw0K\"]", ["bedrock"] = "\"format\":\"png\",\"source\":{\"bytes\":\"iVBORw0K\"}",
            },
        },
        new("Picture, by address", ChatPart($$$"""{"type":"image_url","image_url":{"url":"{{{Address}}}"}}"""), MessagesPart($$$"""{"type":"image","source":{"type":"url","url":"{{{Address}}}"}}"""), ResponsesPart($$$"""{"type":"input_image","image_url":"{{{Address}}}"}"""))
        {
            Seen = { ["*"] = "\"url\":\"" + Address, ["gemini"] = "\"fileUri\":\"" + Address },
        },
        new("Document (PDF)", ChatPart($$$"""{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,{{{Pdf}}}"}}"""), MessagesPart($$$"""{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"{{{Pdf}}}"}}"""), ResponsesPart($$$"""{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,{{{Pdf}}}"}"""))
        {
            Seen = { ["*"] = Pdf },
        },
        new("Sound", ChatPart("""{"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}}"""), null, ResponsesPart("""{"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}}""")) { Seen = { ["*"] = "UklGRg==" } },
        new("Tools", Fields(ChatTools), Fields(MessagesTools), Fields(ResponsesTools))
        {
            Seen = { ["*"] = "\"name\":\"weather\"" }, Got = { ["*"] = ["weather", "Oslo"] }, Answer = Script.Tool("weather", "{\"city\":\"Oslo\"}"),
        },
        new("Several calls at once", Fields(ChatTools), Fields(MessagesTools), Fields(ResponsesTools))
        {
            Seen = { ["*"] = "\"name\":\"weather\"" }, Got = { ["*"] = ["Oslo", "Rome"] }, Answer = Script.Tools(new ToolCall("weather", "{\"city\":\"Oslo\"}"), new ToolCall("weather", "{\"city\":\"Rome\"}")),
        },
        new(
            "Tool results",
            Fields("\"messages\":[{\"role\":\"user\",\"content\":\"$\"},{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"12 degrees\"}]," + ChatTools),
            Fields("\"messages\":[{\"role\":\"user\",\"content\":\"$\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"c1\",\"name\":\"weather\",\"input\":{}}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"c1\",\"content\":\"12 degrees\"}]}]," + MessagesTools),
            Fields("\"input\":[{\"role\":\"user\",\"content\":\"$\"},{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"weather\",\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"12 degrees\"}]," + ResponsesTools))
        {
            Seen = { ["*"] = "12 degrees" },
        },
        new("A call is due", Fields(ChatTools + ",\"tool_choice\":\"required\""), Fields(MessagesTools + ",\"tool_choice\":{\"type\":\"any\"}"), Fields(ResponsesTools + ",\"tool_choice\":\"required\""))
        {
            Seen = { ["openai"] = "\"tool_choice\":\"required\"", ["anthropic"] = "\"tool_choice\":{\"type\":\"any\"", ["gemini"] = "\"mode\":\"ANY\"", ["cohere"] = "\"tool_choice\":\"REQUIRED\"", ["bedrock"] = "\"toolChoice\":{\"any\":{}}", ["ollama"] = "tool_choice" },
        },
        new("One tool is due", Fields(ChatTools + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}"), Fields(MessagesTools + ",\"tool_choice\":{\"type\":\"tool\",\"name\":\"weather\"}"), Fields(ResponsesTools + ",\"tool_choice\":{\"type\":\"function\",\"name\":\"weather\"}"))
        {
            Seen =
            {
                ["openai"] = "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}", ["anthropic"] = "\"tool_choice\":{\"type\":\"tool\",\"name\":\"weather\"", ["gemini"] = "\"allowedFunctionNames\":[\"weather\"]",
                ["cohere"] = "\"tool_choice\":\"REQUIRED\"", ["bedrock"] = "\"toolChoice\":{\"tool\":{\"name\":\"weather\"}}", ["ollama"] = "tool_choice",
            },
        },
        new("No call", Fields(ChatTools + ",\"tool_choice\":\"none\""), Fields(MessagesTools + ",\"tool_choice\":{\"type\":\"none\"}"), Fields(ResponsesTools + ",\"tool_choice\":\"none\""))
        {
            Seen = { ["openai"] = "\"tool_choice\":\"none\"", ["anthropic"] = "\"tool_choice\":{\"type\":\"none\"}", ["gemini"] = "\"mode\":\"NONE\"", ["cohere"] = "\"tool_choice\":\"NONE\"", ["bedrock"] = "!weather", ["ollama"] = "!weather" },
        },
        new("One call at a time", Fields(ChatTools + ",\"parallel_tool_calls\":false"), Fields(MessagesTools + ",\"tool_choice\":{\"type\":\"auto\",\"disable_parallel_tool_use\":true}"), Fields(ResponsesTools + ",\"parallel_tool_calls\":false"))
        {
            Seen = { ["*"] = "parallel_tool" },
        },
        new("JSON by a schema", Fields(ChatSchema), Fields(MessagesSchema), Fields(ResponsesSchema))
        {
            Seen = { ["*"] = "additionalProperties" }, Got = { ["*"] = ["\"a\":1"] }, Answer = Json, ForcedAnswer = Forced,
        },
        new("JSON by a schema, beside tools", Fields(ChatSchema + "," + ChatTools), Fields(MessagesSchema + "," + MessagesTools), Fields(ResponsesSchema + "," + ResponsesTools))
        {
            Seen = { ["*"] = "additionalProperties" }, Got = { ["*"] = ["\"a\":1"] }, Answer = Json, ForcedAnswer = Forced,
        },
        new("Any JSON object", Fields("\"response_format\":{\"type\":\"json_object\"}"), null, Fields("\"text\":{\"format\":{\"type\":\"json_object\"}}"))
        {
            Seen = { ["openai"] = "json_object", ["anthropic"] = "give_json_answer", ["gemini"] = "\"responseMimeType\":\"application/json\"", ["cohere"] = "json_object", ["ollama"] = "\"format\":\"json\"", ["bedrock"] = "give_json_answer" },
            Got = { ["*"] = ["\"a\":1"] }, Answer = Json, ForcedAnswer = Forced,
        },
        new("Thinking", Fields("\"reasoning_effort\":\"high\""), Fields("\"max_tokens\":4096,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}"), Fields("\"reasoning\":{\"effort\":\"high\"}"))
        {
            Seen = { ["openai"] = "\"reasoning_effort\":", ["anthropic"] = "\"thinking\":{\"type\":", ["gemini"] = "\"thinkingConfig\":{", ["cohere"] = "\"thinking\":{\"type\":\"enabled\"", ["ollama"] = "\"think\":", ["bedrock"] = "\"thinking\":{" },
            Got = { ["*"] = ["Hmm", "Hello"] }, Answer = Script.Reasoning("Hmm").WithText("Hello"),
        },
        new("Stop texts", Fields("\"stop\":[\"END\"]"), Fields("\"stop_sequences\":[\"END\"]"), null) { Seen = { ["*"] = "[\"END\"]" } },
        new("Output limit", Fields("\"max_completion_tokens\":77"), Fields("\"max_tokens\":77"), Fields("\"max_output_tokens\":77")) { Seen = { ["*"] = ":77" } },
        new("Temperature", Fields("\"temperature\":0.5"), Fields("\"temperature\":0.5"), Fields("\"temperature\":0.5")) { Seen = { ["*"] = "\"temperature\":0.5" } },
        new("Top k", Fields("\"top_k\":5"), Fields("\"top_k\":5"), null) { Seen = { ["*"] = "\"top_k\":5", ["gemini"] = "\"topK\":5", ["cohere"] = "\"k\":5", ["Bedrock Nova"] = "\"topK\":5" } },
        new("Penalties", Fields("\"frequency_penalty\":0.5"), null, null) { Seen = { ["*"] = "\"frequency_penalty\":0.5", ["gemini"] = "\"frequencyPenalty\":0.5" } },
        new("Seed", Fields("\"seed\":7"), null, null) { Seen = { ["*"] = "\"seed\":7" } },
        new("Several answers", Fields("\"n\":2"), null, null) { Seen = { ["*"] = "\"n\":2" } },
        new("Likelihoods of tokens", Fields("\"logprobs\":true"), null, Fields("\"include\":[\"message.output_text.logprobs\"]")) { Seen = { ["*"] = "\"logprobs\":true", ["gemini"] = "\"responseLogprobs\":true" } },
        new("End user's id", Fields("\"user\":\"u-1\""), Fields("\"metadata\":{\"user_id\":\"u-1\"}"), Fields("\"safety_identifier\":\"u-1\"")) { Seen = { ["*"] = "\"u-1\"" } },
        new("Prompt cache marks", ChatPart("""{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}"""), MessagesPart("""{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}"""), null) { Seen = { ["*"] = "cache_control", ["bedrock"] = "cachePoint" } },
        new("Usage: cached tokens", "{}", "{}", "{}")
        {
            Got = { ["*"] = ["\"cached_tokens\":80"], ["messages"] = ["\"cache_read_input_tokens\":80"] }, Answer = Script.Text("Hello").WithUsage(new(20, 5) { CacheRead = 80 }),
        },
        new("Usage: reasoning tokens", "{}", "{}", "{}")
        {
            Got = { ["*"] = ["\"reasoning_tokens\":7"], ["messages"] = ["\"thinking_tokens\":7"] }, Answer = Script.Text("Hello").WithUsage(new(20, 5) { Reasoning = 7 }),
        },
        new("End: the limit", "{}", "{}", "{}")
        {
            Got = { ["chat"] = ["\"finish_reason\":\"length\""], ["messages"] = ["\"stop_reason\":\"max_tokens\""], ["responses"] = ["\"reason\":\"max_output_tokens\""] }, Answer = Script.Text("Hello").EndedBy(ReplyEnd.Length),
        },
        new("End: the vendor's filter", "{}", "{}", "{}")
        {
            Got = { ["chat"] = ["\"finish_reason\":\"content_filter\""], ["messages"] = ["\"stop_reason\":\"refusal\""], ["responses"] = ["\"reason\":\"content_filter\""] }, Answer = Script.Text("Hello").EndedBy(ReplyEnd.Filter),
        },
    ];

    private static string Fields(string fields) => "{" + fields + "}";

    private static string ChatPart(string part) => Fields("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"$\"}," + part + "]}]");

    private static string MessagesPart(string part) => ChatPart(part);

    private static string ResponsesPart(string part) => Fields("\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"$\"}," + part + "]}]");
}
