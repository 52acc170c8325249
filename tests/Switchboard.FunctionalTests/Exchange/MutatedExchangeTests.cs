using System.Net;
using System.Text.Json;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Exchange;

/// <summary>Requests and answers spoiled at random: whatever comes, in whichever pair of dialects, it is the caller's fault or the vendor's, never the gateway's.</summary>
public sealed class MutatedExchangeTests(ExchangeFixture fixture) : IClassFixture<ExchangeFixture>
{
    private const int Rounds = 120;

    private const string Chat = """
        {"model":"MODEL","stream":false,"stream_options":{"include_usage":true},"cache":{"no-store":true},"max_tokens":64,"temperature":0.5,"n":1,"stop":["a","b"],"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object"},"strict":true}},
        "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{"type":"string"}}}}}],"tool_choice":{"type":"function","function":{"name":"f"}},"reasoning_effort":"low",
        "messages":[{"role":"system","content":"s"},{"role":"user","content":[{"type":"text","text":"t"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}},{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}],"name":"n"},
        {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"c1","content":"r"},{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}]}
        """;

    private const string Messages = """
        {"model":"MODEL","stream":false,"max_tokens":64,"temperature":0.5,"top_k":3,"top_p":0.5,"stop_sequences":["a"],"metadata":{"user_id":"u"},"thinking":{"type":"enabled","budget_tokens":1024},
        "system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h"}}],"tools":[{"name":"f","description":"d","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}}],"tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},
        "messages":[{"role":"user","content":[{"type":"text","text":"t"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"d"},"title":"x","citations":{"enabled":true}}]},
        {"role":"assistant","content":[{"type":"thinking","thinking":"h","signature":"s"},{"type":"tool_use","id":"t1","name":"f","input":{"a":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"r"}],"is_error":true}]}]}
        """;

    private const string Responses = """
        {"model":"MODEL","stream":false,"cache":{"no-store":true},"max_output_tokens":64,"temperature":0.5,"instructions":"s","store":false,"metadata":{"a":"b"},"include":["reasoning.encrypted_content"],"parallel_tool_calls":true,
        "text":{"format":{"type":"json_schema","name":"x","schema":{"type":"object"},"strict":true}},"tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"},"strict":true}],"tool_choice":{"type":"function","name":"f"},"reasoning":{"effort":"low","summary":"auto"},
        "input":[{"role":"developer","content":"d"},{"type":"message","role":"user","content":[{"type":"input_text","text":"t"},{"type":"input_image","image_url":"data:image/png;base64,AAAA","detail":"low"},{"type":"input_file","file_data":"AAAA","filename":"f.pdf"}]},
        {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"h"}],"encrypted_content":"e"},{"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{\"a\":1}"},{"type":"function_call_output","call_id":"c1","output":"r"},{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}]}
        """;

    private const string ResponsesPath = "/v1/responses";

    public static TheoryData<string, string> Pairs => new()
    {
        { Answers.OpenAiPath, "gpt-4o-mini" }, { Answers.OpenAiPath, "claude-haiku-4-5" }, { Answers.AnthropicPath, "gpt-4o-mini" }, { Answers.AnthropicPath, "claude-haiku-4-5" }, { Answers.OpenAiPath, "demo/chat" }, { Answers.AnthropicPath, "demo/chat" },
        { Answers.OpenAiPath, "bedrock/anthropic.claude-3-5-haiku-20241022-v1:0" }, { Answers.AnthropicPath, "bedrock/anthropic.claude-3-5-haiku-20241022-v1:0" },
        { ResponsesPath, "gpt-4o-mini" }, { ResponsesPath, "claude-haiku-4-5" }, { ResponsesPath, "demo/chat" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Both_SpoiledRequest_IsNeverAFaultOfTheGateway(string path, string model)
    {
        var body = (path == Answers.OpenAiPath ? Chat : path == ResponsesPath ? Responses : Messages).Replace("MODEL", model, StringComparison.Ordinal);
        for (var seed = 0; seed < Rounds; seed++)
        {
            var spoiled = new Mutation(seed).Of(body);
            using var response = await fixture.Server.PostAsync(path, spoiled);
            await SoundAsync(response, $"seed {seed}: {spoiled}");
        }

        Quiet();
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Both_SpoiledAnswer_IsNeverAFaultOfTheGateway(string path, string model)
    {
        string[] answers = path == ResponsesPath && model.StartsWith("gpt", StringComparison.Ordinal) ? [OddAnswers.Response, OddAnswers.ResponseStream]
            : model.StartsWith("gpt", StringComparison.Ordinal) ? [OddAnswers.Completion, OddAnswers.ChunkStream]
            : model.StartsWith("bedrock", StringComparison.Ordinal) ? [OddAnswers.Converse, OddAnswers.ConverseStream] : [OddAnswers.Message, OddAnswers.EventStream];
        for (var seed = 0; seed < Rounds; seed++)
        {
            var stream = seed % 2;
            var spoiled = new Mutation(seed).Of(answers[stream]);
            var prompt = fixture.Answering(stream == 1 ? Script.Frames(spoiled) : Script.Json(spoiled));
            foreach (var asked in (bool[])[stream == 1, stream == 0])
            {
                using var response = await fixture.Server.PostAsync(path, $$"""{"model":"{{model}}","max_tokens":9,"stream":{{(asked ? "true" : "false")}},"{{(path == ResponsesPath ? "input" : "messages")}}":[{"role":"user","content":"{{prompt}}"}]}""");
                await SoundAsync(response, $"seed {seed}: {spoiled}");
            }
        }

        Quiet();
    }

    /// <summary>A status that blames somebody else, and a body that the dialect's clients can read to its end.</summary>
    private static async Task SoundAsync(HttpResponseMessage response, string what)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is not HttpStatusCode.InternalServerError && !text.Contains("internal_error", StringComparison.Ordinal) && !text.Contains("The gateway failed", StringComparison.Ordinal), $"{what}\n{response.StatusCode} {text}");
        Assert.NotEmpty(response.RequestId());
        if (!response.IsSuccessStatusCode)
        {
            // The vendor's own words may be handed on, so only what all shapes share is sure.
            Assert.NotEmpty(JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("message").GetString()!);
        }
        else if (response.Content.Headers.ContentType?.MediaType == "application/json")
        {
            JsonDocument.Parse(text);
        }
    }

    private void Quiet() => Assert.DoesNotContain(fixture.Server.Log.Lines, static l => l.StartsWith("Error", StringComparison.Ordinal) || l.StartsWith("Critical", StringComparison.Ordinal));
}
