using System.Text.Json;
using System.Text.Json.Nodes;

namespace Switchboard.Testing.Upstream.Operations;

/// <summary>What OpenAI's endpoints beside chat answer when a test says nothing else, and Cohere's reranking and Anthropic's counting with them.</summary>
internal static class OperationAnswers
{
    /// <summary>A vector for each input: 0.5, -0.25, and its place.</summary>
    public static JsonObject Embeddings(UpstreamRequest request)
    {
        var input = request.Json.GetProperty("input");
        var count = input.ValueKind == JsonValueKind.Array && input[0].ValueKind != JsonValueKind.Number ? input.GetArrayLength() : 1;
        var packed = request.Json.TryGetProperty("encoding_format", out var format) && format.ValueEquals("base64");
        return new()
        {
            ["object"] = "list",
            ["data"] = new JsonArray([.. Enumerable.Range(0, count).Select(i => new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = packed ? Packed(i) : Vector(i) })]),
            ["model"] = request.Model,
            ["usage"] = new JsonObject { ["prompt_tokens"] = 8, ["total_tokens"] = 8 },
        };
    }

    public static JsonObject Images(UpstreamRequest request)
    {
        var count = request.Headers["Content-Type"].StartsWith("application/json", StringComparison.Ordinal) && request.Json.TryGetProperty("n", out var n) ? n.GetInt32() : 1;
        return new()
        {
            ["created"] = 1,
            ["data"] = new JsonArray([.. Enumerable.Range(0, count).Select(i => new JsonObject { ["url"] = $"https://images.example/{i}.png" })]),
        };
    }

    public static JsonObject Transcript(UpstreamRequest request) => new()
    {
        ["text"] = "Hello",
        ["usage"] = new JsonObject { ["type"] = "duration", ["seconds"] = 3 },
    };

    /// <summary>The documents in reverse.</summary>
    public static JsonObject Ranking(UpstreamRequest request)
    {
        var count = request.Json.GetProperty("documents").GetArrayLength();
        return new()
        {
            ["id"] = $"rank-{request.Number}",
            ["results"] = new JsonArray([.. Enumerable.Range(0, count).Select(i => new JsonObject { ["index"] = count - 1 - i, ["relevance_score"] = 1.0 / (i + 1) })]),
            ["meta"] = new JsonObject { ["api_version"] = new JsonObject { ["version"] = "2" }, ["billed_units"] = new JsonObject { ["search_units"] = 1 } },
        };
    }

    public static JsonObject Moderation(UpstreamRequest request) => new()
    {
        ["id"] = $"modr-{request.Number}",
        ["model"] = request.Model ?? "omni-moderation-latest",
        ["results"] = new JsonArray(new JsonObject
        {
            ["flagged"] = false,
            ["categories"] = new JsonObject { ["violence"] = false },
            ["category_scores"] = new JsonObject { ["violence"] = 0.01 },
            ["category_applied_input_types"] = new JsonObject { ["violence"] = new JsonArray("text") },
        }),
    };

    public static JsonObject Completion(UpstreamRequest request) => new()
    {
        ["id"] = $"cmpl-{request.Number}",
        ["object"] = "text_completion",
        ["created"] = 1,
        ["model"] = request.Model,
        ["choices"] = new JsonArray(new JsonObject { ["text"] = "Hello", ["index"] = 0, ["logprobs"] = null, ["finish_reason"] = "stop" }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = 10, ["completion_tokens"] = 5, ["total_tokens"] = 15 },
    };

    public static Script CompletionStream(UpstreamRequest request)
    {
        var head = $"\"id\":\"cmpl-{request.Number}\",\"object\":\"text_completion\",\"created\":1,\"model\":\"{request.Model}\"";
        string Chunk(string text, string finish) => $"data: {{{head},\"choices\":[{{\"text\":\"{text}\",\"index\":0,\"logprobs\":null,\"finish_reason\":{finish}}}]}}\n\n";
        return Script.Frames(
            Chunk("Hel", "null"), Chunk("lo", "null"), Chunk("", "\"stop\""), $"data: {{{head},\"choices\":[],\"usage\":{{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}}}\n\n", "data: [DONE]\n\n");
    }

    public static JsonObject TokenCount(UpstreamRequest request) => new() { ["input_tokens"] = 12 };

    public static JsonArray Vector(int index) => [0.5, -0.25, index];

    private static string Packed(int index) =>
        Convert.ToBase64String([.. BitConverter.GetBytes(0.5f), .. BitConverter.GetBytes(-0.25f), .. BitConverter.GetBytes((float)index)]);
}
