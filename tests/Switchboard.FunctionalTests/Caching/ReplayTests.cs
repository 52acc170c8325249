using System.Text.Json;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Caching;

/// <summary>Streams and bodies share an entry: whichever way the answer was first given, it is replayed in the way it is asked for.</summary>
public sealed class ReplayTests
{
    private const string Streamed = """{"stream":true}""";
    private const string WithUsage = """{"stream":true,"stream_options":{"include_usage":true}}""";

    /// <summary>Caller's dialect and the vendor's: relayed and translated.</summary>
    public static TheoryData<string, string> Pairs => new()
    {
        { Talk.Chat, "gpt-4o" },
        { Talk.Chat, "claude-opus-4-6" },
        { Talk.Messages, "claude-opus-4-6" },
        { Talk.Messages, "gpt-4o" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Replay_EveryWayRoundWithTools_TellsTheSameAnswer(string path, string model)
    {
        foreach (var (first, second) in new[] { ("{}", Streamed), (Streamed, "{}"), (Streamed, Streamed), ("{}", "{}") })
        {
            await using var upstream = await ScriptedUpstream.StartAsync();
            upstream.Enqueue(Script.Tools(new ToolCall("find", """{"city":"Kiel"}"""), new ToolCall("now")).WithText("Let me ", "look.").WithUsage(new(100, 20)));
            await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);

            var original = Of(await server.SayAsync(Body(path, model, first), path: path));
            var replay = await server.SayAsync(Body(path, model, second), path: path);

            Assert.True(replay.Hit);
            Assert.Single(upstream.Requests);
            Assert.Equal(("Let me look.", "find {\"city\":\"Kiel\"}, now {}"), (original.Text, original.Tools));
            Assert.Equal(original, Of(replay));
        }
    }

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("claude-opus-4-6")]
    public async Task Replay_UsageAskedOrNot_TheFrameIsThereOnlyForThoseWhoAsk(string model)
    {
        foreach (var (first, second) in new[] { (Streamed, WithUsage), (WithUsage, Streamed), (WithUsage, WithUsage), ("{}", WithUsage), ("{}", Streamed) })
        {
            await using var upstream = await ScriptedUpstream.StartAsync();
            upstream.Enqueue(Script.Text("Hi", new(100, 20)));
            await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);

            var original = await server.SayAsync(Talk.Ask(model: model, more: first));
            var replay = await server.SayAsync(Talk.Ask(model: model, more: second));

            Assert.True(replay.Hit);
            Assert.Equal("Hi", replay.Content);
            Assert.EndsWith("data: [DONE]\n\n", replay.Text, StringComparison.Ordinal);
            Assert.Equal(first == WithUsage ? 1 : 0, original.Text.StartsWith('{') ? 0 : original.UsageFrames.Count());
            Assert.Equal(second == WithUsage ? [120] : [], replay.UsageFrames.Select(f => f.GetProperty("usage").GetProperty("total_tokens").GetInt64()));
        }
    }

    [Fact]
    public async Task Replay_StreamAsABody_HasUsageAndMarks()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.Text("Hi", new(100, 20) { CacheRead = 40, Reasoning = 7 }).EndedBy(ReplyEnd.Length));
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        await server.SayAsync(Talk.Ask(more: Streamed));

        var body = (await server.SayAsync(Talk.Ask())).Json;

        Assert.Equal(("chat.completion", "openai", true, "exact"), (body.GetProperty("object").GetString(), body.GetProperty("provider").GetString(), body.GetProperty("cached").GetBoolean(), body.GetProperty("cache_hit_type").GetString()));
        Assert.Equal("length", body.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        var usage = body.GetProperty("usage");
        Assert.Equal((140, 27, 167), (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32(), usage.GetProperty("total_tokens").GetInt32()));
        Assert.Equal(167, (await server.LogsAsync())[0].GetProperty("metacache").GetProperty("tokens_saved").GetInt64());
    }

    [Fact]
    public async Task Replay_SameWay_IsTheSameBytes()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        var first = await server.SayAsync(Talk.Ask(more: WithUsage));

        Assert.Equal(first.Text, (await server.SayAsync(Talk.Ask(more: WithUsage))).Text);

        var message = await server.SayAsync(Talk.AskClaude(), path: Talk.Messages);
        Assert.Equal(message.Text, (await server.SayAsync(Talk.AskClaude(), path: Talk.Messages)).Text);
    }

    [Fact]
    public async Task Repeat_AnswerWithoutChoices_IsAskedAnew()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        upstream.Enqueue(Script.NoChoices());
        await using var server = await SwitchboardServer.StartAsync(s => s.Upstream = upstream);
        await server.SayAsync(Talk.Ask());

        var stream = await server.SayAsync(Talk.Ask(more: Streamed));

        Assert.Equal(("Hello", false), (stream.Content, stream.Hit));
    }

    private static string Body(string path, string model, string more) => path == Talk.Chat ? Talk.Ask(more: more, model: model) : Talk.AskClaude(more: more, model: model);

    private static (string Text, string Tools) Of(Said said)
    {
        Assert.Equal(System.Net.HttpStatusCode.OK, said.Status);
        var calls = said.Text.StartsWith('{') ? Whole(said.Json) : Pieces(said.Frames);
        return (said.Content, string.Join(", ", calls.Select(c => $"{c.Name} {c.Arguments}")));
    }

    private static IEnumerable<(string Name, string Arguments)> Whole(JsonElement body) => body.TryGetProperty("choices", out var choices)
        ? choices[0].GetProperty("message").GetProperty("tool_calls").EnumerateArray().Select(c => c.GetProperty("function")).Select(f => (f.GetProperty("name").GetString()!, f.GetProperty("arguments").GetString()!))
        : body.GetProperty("content").EnumerateArray().Where(b => b.GetProperty("type").GetString() == "tool_use").Select(b => (b.GetProperty("name").GetString()!, b.GetProperty("input").GetRawText()));

    private static IEnumerable<(string Name, string Arguments)> Pieces(IReadOnlyList<JsonElement> frames)
    {
        var calls = new SortedDictionary<int, (string Name, string Arguments)>();
        void Add(int index, string name, string arguments) => calls[index] = calls.TryGetValue(index, out var c) ? (c.Name + name, c.Arguments + arguments) : (name, arguments);
        foreach (var frame in frames)
        {
            if (frame.TryGetProperty("choices", out var choices))
            {
                foreach (var call in choices.EnumerateArray().Select(c => c.GetProperty("delta")).Where(d => d.TryGetProperty("tool_calls", out _)).SelectMany(d => d.GetProperty("tool_calls").EnumerateArray()))
                {
                    var function = call.GetProperty("function");
                    Add(call.GetProperty("index").GetInt32(), function.TryGetProperty("name", out var n) ? n.GetString() ?? "" : "", function.TryGetProperty("arguments", out var a) ? a.GetString() ?? "" : "");
                }
            }
            else if (frame.TryGetProperty("content_block", out var block) && block.GetProperty("type").GetString() == "tool_use")
            {
                Add(frame.GetProperty("index").GetInt32(), block.GetProperty("name").GetString()!, "");
            }
            else if (frame.TryGetProperty("delta", out var delta) && delta.TryGetProperty("partial_json", out var part))
            {
                Add(frame.GetProperty("index").GetInt32(), "", part.GetString()!);
            }
        }

        return calls.Values.Select(static c => (c.Name, c.Arguments.Length == 0 ? "{}" : c.Arguments));
    }
}
