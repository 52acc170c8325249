using System.Text;

namespace Switchboard.Bench.Load.Baseline;

/// <summary>The fixed answers of the fake vendor, in OpenAI's shape, as bytes made once.</summary>
internal static class Answers
{
    private const string Prose =
        "A gateway stands between the programs that ask and the models that answer. It checks who is asking and how much they may "
        + "still spend, picks a model that is up, passes the words on without changing them, and writes down what happened so that "
        + "somebody can read it later. Most of its work is done before the first word comes back. While the answer flows it only "
        + "counts. When the answer ends it settles the bill against the budget, keeps a copy if a copy is allowed, and closes the "
        + "record of the exchange. Nobody should notice that it is there, least of all the one who waits for the answer.";

    private const string Chunk =
        "data: {\"id\":\"chatcmpl-BenchBenchBenchBenchBenchBench\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,"
        + "\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\",\"choices\":[";

    public static byte[] Completion { get; } = Encoding.UTF8.GetBytes(
        "{\"id\":\"chatcmpl-BenchBenchBenchBenchBenchBench\",\"object\":\"chat.completion\",\"created\":1760000000,"
        + "\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + Prose
        + "\",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":180,"
        + "\"completion_tokens\":120,\"total_tokens\":300,\"prompt_tokens_details\":{\"cached_tokens\":0}},"
        + "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_bench\"}");

    /// <summary>
    /// The writes of one stream of <paramref name="frames"/> frames: the role and the first word together, as the vendor sends
    /// them, then word by word, then the finish, the usage if asked for (not counted as a frame) and the end mark.
    /// </summary>
    public static byte[][] Stream(int frames, bool usage)
    {
        var end = usage ? "],\"usage\":null}\n\n" : "]}\n\n";
        var words = Prose.Split(' ');
        string Delta(string delta, string finish) =>
            $"{Chunk}{{\"index\":0,\"delta\":{delta},\"logprobs\":null,\"finish_reason\":{finish}}}{end}";
        string Word(int at) => Delta($"{{\"content\":\"{(at == 0 ? "" : " ")}{words[at % words.Length]}\"}}", "null");

        var opening = Delta("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null") + Word(0);
        var total = usage
            ? $"{Chunk}],\"usage\":{{\"prompt_tokens\":180,\"completion_tokens\":{frames - 2},\"total_tokens\":{178 + frames}}}}}\n\n"
            : "";
        var closing = Delta("{}", "\"stop\"") + total + "data: [DONE]\n\n";
        return [.. Enumerable.Range(1, frames - 3).Select(Word).Prepend(opening).Append(closing).Select(Encoding.UTF8.GetBytes)];
    }
}
