using System.Text.Json.Nodes;
using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Anthropic;

/// <summary>A schema for Claude models that know none: asked for as a tool, answered as text.</summary>
public sealed class JsonAnswerTests
{
    private const string Format =
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"description\":\"a city\",\"schema\":{\"type\":\"object\"},\"strict\":true}}";

    private const string Purpose = "Gives your final answer. Call it once, with the whole answer and nothing left out. The answer is: a city";

    [Fact]
    public void Schema_OnAnOlderModel_IsTheGoldenForcedTool()
    {
        var (body, dropped) = ToOlder(Format);
        Wire.SameJson($$$"""
            {"model":"claude-sonnet-4-0","max_tokens":4096,"messages":[{"role":"user","content":[{"type":"text","text":"Where?"}]}],
             "tools":[{"name":"give_json_answer","description":"{{{Purpose}}}","input_schema":{"type":"object"}}],
             "tool_choice":{"type":"tool","name":"give_json_answer","disable_parallel_tool_use":true}}
            """, body);
        Assert.Equal(["response_format.strict"], dropped);
    }

    [Theory]
    [InlineData("\"tool_choice\":\"auto\"", "any", 2)]
    [InlineData("\"seed\":null", "any", 2)]
    [InlineData("\"tool_choice\":\"none\"", "tool", 2)]
    [InlineData("\"tool_choice\":\"required\"", "any", 1)]
    [InlineData("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}", "tool", 1)]
    public void Schema_BesideTools_IsAskedForUnlessACallIsDue(string choice, string type, int tools)
    {
        var (body, _) = ToOlder(Format + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]," + choice);
        Assert.Equal(type, (string?)body["tool_choice"]!["type"]);
        Assert.Equal(tools, body["tools"]!.AsArray().Count);
        Assert.Equal(type == "tool" ? tools == 2 ? "give_json_answer" : "f" : null, (string?)body["tool_choice"]!["name"]);
    }

    [Fact]
    public void Schema_WithThinking_ThinksNotSinceACallIsForced()
    {
        var (body, dropped) = ToOlder(Format + ",\"reasoning_effort\":\"high\"");
        Assert.Null(body["thinking"]);
        Assert.Contains("reasoning_effort", dropped);
    }

    [Theory]
    [InlineData("claude-sonnet-4-0")]
    [InlineData("claude-opus-4-6")]
    public void AnyObject_OnEveryModel_IsAForcedTool(string model)
    {
        var (body, dropped) = Wire.Translate(Wire.OpenAi, Wire.Anthropic, $$$"""
            {"model":"{{{model}}}","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_object"}}
            """);
        Wire.SameJson("""{"type":"object"}""", body["tools"]![0]!["input_schema"]);
        Wire.SameJson("""{"type":"tool","name":"give_json_answer","disable_parallel_tool_use":true}""", body["tool_choice"]);
        Assert.Empty(dropped);
    }

    [Fact]
    public void AnyObject_WithAdaptiveThinking_KeepsTheEffortAndThinksNot()
    {
        var (body, dropped) = Wire.Translate(Wire.OpenAi, Wire.Anthropic, """
            {"model":"claude-opus-4-6","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_object"},"reasoning_effort":"high"}
            """);
        Assert.Null(body["thinking"]);
        Assert.Equal("high", (string?)body["output_config"]!["effort"]);
        Assert.Equal(["reasoning_effort"], dropped);
    }

    [Theory]
    [InlineData("claude-sonnet-4-0")]
    [InlineData("claude-haiku-4-5")]
    public void CallersTool_UnderTheReservedName_IsRefused(string model) => Assert.Equal("tools", Wire.Untranslatable(Wire.OpenAi, Wire.Anthropic, $$$"""
        {"model":"{{{model}}}","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"give_json_answer"}}]}
        """).Param);

    [Fact]
    public void Reply_WithTheToolCalled_IsTheText()
    {
        var choice = Wire.Reply(Wire.Anthropic, Wire.OpenAi, """
            {"id":"m","model":"c","content":[{"type":"tool_use","id":"t","name":"give_json_answer","input":{"city":"Oslo"}}],"stop_reason":"tool_use"}
            """)["choices"]![0]!;
        Assert.Equal("""{"city":"Oslo"}""", (string?)choice["message"]!["content"]);
        Assert.Null(choice["message"]!["tool_calls"]);
        Assert.Equal("stop", (string?)choice["finish_reason"]);
    }

    [Theory]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("tool_use", FinishReason.Stop)]
    public void Stream_WithTheToolCalled_IsTheText(string reason, FinishReason finish)
    {
        var updates = Wire.ReadStream(Wire.Anthropic, Wire.Sse(
            """{"type":"message_start","message":{"id":"m","model":"c"}}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"give_json_answer","input":{}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"city\":"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\"Oslo\"}"}}""",
            """{"type":"content_block_stop","index":0}""",
            $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{reason}}}"}}"""));
        var reply = ChatReplyUpdates.Collect(updates);
        Assert.Equal([new TextPart("""{"city":"Oslo"}""")], reply.Parts);
        Assert.Equal(finish, reply.Finish);
        Assert.Equal([ChatUpdateKind.Start, ChatUpdateKind.Text, ChatUpdateKind.Text, ChatUpdateKind.BlockEnd, ChatUpdateKind.Finish], updates.Select(update => update.Kind));
    }

    [Fact]
    public void Stream_WithAnEmptyAnswerAndARealCall_KeepsBoth()
    {
        var updates = Wire.ReadStream(Wire.Anthropic, Wire.Sse(
            """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"give_json_answer","input":{}}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"u","name":"f","input":{}}}""",
            """{"type":"content_block_stop","index":1}""",
            """{"type":"message_delta","delta":{"stop_reason":"tool_use"}}"""));
        var reply = ChatReplyUpdates.Collect(updates);
        Assert.Equal([new TextPart("{}"), new ToolCallPart("u", "f", "")], reply.Parts);
        Assert.Equal(FinishReason.ToolCalls, reply.Finish);
    }

    private static (JsonNode Body, IReadOnlyList<string> Dropped) ToOlder(string fields) => Wire.Translate(
        Wire.OpenAi, Wire.Anthropic, $$$"""{"model":"claude-sonnet-4-0","messages":[{"role":"user","content":"Where?"}],{{{fields}}}}""");
}
