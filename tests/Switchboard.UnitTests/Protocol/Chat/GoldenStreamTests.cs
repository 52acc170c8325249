using Switchboard.Protocol;
using Switchboard.Protocol.Chat;
using Switchboard.UnitTests.Architecture;

namespace Switchboard.UnitTests.Protocol.Chat;

/// <summary>
/// One answer (a thought, a text with likelihoods, two calls at once, cached and reasoning tokens) as each vendor streams it, and as each
/// caller reads it then: the files of <c>Protocol/Golden</c>. A change of the wire shows as a change of a file.
/// </summary>
public sealed class GoldenStreamTests
{
    /// <summary>Set to have the expectations written anew; then read what has changed before you keep it.</summary>
    private const string WriteVariable = "SWITCHBOARD_WRITE_GOLDEN";

    private static readonly ChatReplyOptions Told = new()
    {
        Id = "req_1",
        Model = "asked/model",
        Created = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
        IncludeUsage = true,
        RequestId = "req_1",
    };

    public static TheoryData<Dialect, Dialect> Pairs
    {
        get
        {
            var pairs = new TheoryData<Dialect, Dialect>();
            foreach (var vendor in Wire.Vendors)
            {
                foreach (var caller in Wire.All)
                {
                    pairs.Add(vendor, caller);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Stream_OfAVendor_IsTheCallersGoldenStream(Dialect vendor, Dialect caller)
    {
        var actual = Wire.TranslateStream(vendor, caller, Text($"{Name(vendor)}.sse"), Told);
        var file = PathOf($"{Name(vendor)}-to-{Name(caller)}.sse");
        if (Environment.GetEnvironmentVariable(WriteVariable) is { Length: > 0 })
        {
            File.WriteAllText(file, actual);
        }

        Assert.Equal(File.ReadAllText(file), actual);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Stream_OfAVendor_LosesNothingButWhatTheCallersDialectLacks(Dialect vendor, Dialect caller)
    {
        var reply = ChatReplyUpdates.Collect(Wire.ReadStream(vendor, Text($"{Name(vendor)}.sse")));
        var read = ChatReplyUpdates.Collect(Wire.ReadStream(caller, Text($"{Name(vendor)}-to-{Name(caller)}.sse")));
        Assert.Equal(Spoken(reply), Spoken(read));
        Assert.Equal(
            reply.Parts.OfType<ToolCallPart>().Select(static call => (call.Id, call.Name, Json(call.Arguments))),
            read.Parts.OfType<ToolCallPart>().Select(static call => (call.Id, call.Name, Json(call.Arguments))));
        Assert.Equal(2, read.Parts.OfType<ToolCallPart>().Count());
        Assert.Equal(FinishReason.ToolCalls, read.Finish);
        Assert.Equal((reply.Usage!.Value.Prompt, reply.Usage.Value.Completion, reply.Usage.Value.CacheRead), (read.Usage!.Value.Prompt, read.Usage.Value.Completion, read.Usage.Value.CacheRead));
    }

    private static string Json(string arguments) => arguments is "" ? "{}" : arguments;

    private static (string Thought, string Text) Spoken(ChatReply reply) =>
        (string.Concat(reply.Parts.OfType<ThinkingPart>().Select(static part => part.Text)), string.Concat(reply.Parts.OfType<TextPart>().Select(static part => part.Text)));

    private static string Name(Dialect dialect) => dialect switch
    {
        Dialect.OpenAiChat => "openai",
        Dialect.OpenAiResponses => "responses",
        Dialect.AnthropicMessages => "anthropic",
        Dialect.BedrockConverse => "bedrock",
        _ => dialect.ToString().ToLowerInvariant(),
    };

    private static string Text(string file) => File.ReadAllText(PathOf(file));

    private static string PathOf(string file) => Repository.PathOf("tests", "Switchboard.UnitTests", "Protocol", "Golden", file);
}
