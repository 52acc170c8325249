using FsCheck;
using FsCheck.Fluent;
using Switchboard.Protocol;
using Switchboard.Protocol.Chat;

namespace Switchboard.UnitTests.Protocol.Chat;

/// <summary>Random streams of updates, of the kinds that a dialect has words for.</summary>
internal static class SomeUpdates
{
    private static readonly Gen<string> Texts =
        Gen.Elements("a", "Hello ", "\n\n", "\"quoted\"", "\\", "{\"usage\":1}", "\"finish_reason\":\"length\"", "\U0001F600", "\u2028", "data: [DONE]\n\n", "äöü", "\u0001");

    private static readonly Gen<string> Arguments =
        Gen.Elements("{}", "{\"a\":1}", "{\"a\":{\"b\":[\"}\",\"\\\"\"]}}", "{ \"text\" : \"x\\\\\" }");

    private static readonly Gen<FinishReason> AnthropicFinishes = Gen.Elements(Enum.GetValues<FinishReason>());

    private static readonly Gen<FinishReason> OpenAiFinishes =
        Gen.Elements(FinishReason.Stop, FinishReason.Length, FinishReason.ContentFilter, FinishReason.ToolCalls);

    /// <summary>The id of a dialect's answers: responses name what is kept, so no other id stands for one.</summary>
    public static string IdOf(Dialect dialect) => dialect == Wire.Responses ? "resp_1" : "id-1";

    private static readonly Gen<int> Tokens = Gen.Choose(0, 100_000);

    public static Gen<List<ChatUpdate>> For(Dialect dialect) =>
        from kinds in Gen.Choose(0, 3).ListOf(4)
        from texts in Texts.ListOf(16)
        from arguments in Arguments.ListOf(4)
        from cut in Gen.Choose(1, 5)
        from finish in dialect == Wire.Anthropic ? AnthropicFinishes : OpenAiFinishes
        from usage in Usage(dialect)
        from length in Gen.Choose(0, 4)
        select Stream(dialect, [.. kinds.Take(length)], new(texts), new(arguments), cut, finish, usage);

    private static Gen<TokenUsage> Usage(Dialect dialect) =>
        from input in Tokens
        from output in Tokens
        from read in Tokens
        from written in Tokens
        from hour in dialect == Wire.Anthropic ? Tokens : Gen.Constant(0)
        from reasoning in Tokens
        select new TokenUsage(input, output) { CacheRead = read, CacheWrite5m = written, CacheWrite1h = hour, Reasoning = reasoning };

    private static List<ChatUpdate> Stream(
        Dialect dialect, int[] kinds, Queue<string> texts, Queue<string> arguments, int cut, FinishReason finish, TokenUsage usage)
    {
        var updates = new List<ChatUpdate> { new(ChatUpdateKind.Start) { Id = IdOf(dialect), Text = "model-1" } };
        var last = -1;
        for (var block = 0; block < kinds.Length; block++)
        {
            // Two runs of text beside each other are one block in OpenAI's stream.
            var kind = kinds[block] == last && last < 2 ? last + 2 : kinds[block];
            last = kind;
            Block(updates, dialect, kind, block, texts, arguments, cut);
        }

        var calls = updates.Exists(update => update.Kind == ChatUpdateKind.ToolCall);
        var refuses = updates.Exists(update => update.Kind == ChatUpdateKind.Refusal);
        finish = calls && finish == FinishReason.Stop ? FinishReason.ToolCalls : refuses && finish == FinishReason.Stop ? FinishReason.ContentFilter : finish;
        finish = dialect == Wire.Responses && finish == FinishReason.ToolCalls && !calls ? FinishReason.Stop : finish; // The items tell.
        updates.Add(new(ChatUpdateKind.Finish) { Finish = finish, Text = finish == FinishReason.StopSequence ? "END" : null });
        updates.Add(new(ChatUpdateKind.Usage) { Usage = usage });
        return updates;
    }

    private static void Block(
        List<ChatUpdate> updates, Dialect dialect, int kind, int block, Queue<string> texts, Queue<string> arguments, int cut)
    {
        switch (kind)
        {
            case 0:
                updates.Add(ChatUpdate.Delta(ChatUpdateKind.Text, block, texts.Dequeue()));
                updates.Add(ChatUpdate.Delta(ChatUpdateKind.Text, block, texts.Dequeue()));
                break;
            case 1:
                updates.Add(ChatUpdate.Delta(ChatUpdateKind.Thinking, block, texts.Dequeue()));
                if (dialect != Wire.OpenAi)
                {
                    updates.Add(ChatUpdate.Delta(ChatUpdateKind.Signature, block, texts.Dequeue()));
                }

                break;
            case 2 when dialect != Wire.OpenAi:
                updates.Add(ChatUpdate.Delta(ChatUpdateKind.RedactedThinking, block, texts.Dequeue()));
                break;
            default:
                updates.Add(new(ChatUpdateKind.ToolCall) { Block = block, Id = $"call_{block}", Text = $"tool_{block}" });
                updates.AddRange(arguments.Dequeue().Chunk(cut).Select(piece => ChatUpdate.Delta(ChatUpdateKind.ToolArguments, block, new(piece))));
                break;
        }

        updates.Add(ChatUpdate.End(block));
    }
}
