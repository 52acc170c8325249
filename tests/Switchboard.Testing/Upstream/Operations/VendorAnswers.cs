using System.Text.Json.Nodes;

namespace Switchboard.Testing.Upstream.Operations;

/// <summary>What vendors with wires of their own answer when a test says nothing else.</summary>
internal static class VendorAnswers
{
    public static JsonObject CohereEmbed(UpstreamRequest request) => new()
    {
        ["id"] = $"emb-{request.Number}",
        ["embeddings"] = new JsonObject { ["float"] = new JsonArray([.. Enumerable.Range(0, request.Json.GetProperty("texts").GetArrayLength()).Select(OperationAnswers.Vector)]) },
        ["texts"] = JsonNode.Parse(request.Json.GetProperty("texts").GetRawText()),
        ["meta"] = new JsonObject { ["api_version"] = new JsonObject { ["version"] = "2" }, ["billed_units"] = new JsonObject { ["input_tokens"] = 8 } },
    };

    public static JsonObject GeminiEmbed(UpstreamRequest request) => new()
    {
        ["embeddings"] = new JsonArray([.. Enumerable.Range(0, request.Json.GetProperty("requests").GetArrayLength()).Select(static i => new JsonObject { ["values"] = OperationAnswers.Vector(i) })]),
    };

    public static JsonObject VertexEmbed(UpstreamRequest request) => new()
    {
        ["predictions"] = new JsonArray([.. Enumerable.Range(0, request.Json.GetProperty("instances").GetArrayLength()).Select(static i =>
            new JsonObject { ["embeddings"] = new JsonObject { ["values"] = OperationAnswers.Vector(i), ["statistics"] = new JsonObject { ["token_count"] = 4.0, ["truncated"] = false } } })]),
        ["metadata"] = new JsonObject { ["billableCharacterCount"] = 12 },
    };

    /// <summary>Titan's for one text, Cohere's for several, a ranking for a query.</summary>
    public static JsonObject BedrockInvoke(UpstreamRequest request) =>
        request.Json.TryGetProperty("inputText", out _) ? new() { ["embedding"] = OperationAnswers.Vector(0), ["inputTextTokenCount"] = 4 }
        : request.Json.TryGetProperty("texts", out _) ? CohereEmbed(request)
        : new() { ["results"] = JsonNode.Parse(OperationAnswers.Ranking(request)["results"]!.ToJsonString()) };

    public static JsonObject OllamaEmbed(UpstreamRequest request) => new()
    {
        ["model"] = request.Model,
        ["embeddings"] = new JsonArray([.. Enumerable.Range(0, request.Json.GetProperty("input").GetArrayLength()).Select(OperationAnswers.Vector)]),
        ["total_duration"] = 1,
        ["prompt_eval_count"] = 8,
    };

    public static JsonObject DeepgramListen(UpstreamRequest request) => new()
    {
        ["metadata"] = new JsonObject { ["request_id"] = $"dg-{request.Number}", ["duration"] = 2.5, ["channels"] = 1 },
        ["results"] = new JsonObject
        {
            ["channels"] = new JsonArray(new JsonObject
            {
                ["detected_language"] = "en",
                ["alternatives"] = new JsonArray(new JsonObject
                {
                    ["transcript"] = "Hello there.",
                    ["confidence"] = 0.99,
                    ["words"] = new JsonArray(Word("hello", 0.1, 0.5, "Hello"), Word("there", 0.6, 1.25, "there.")),
                }),
            }),
            ["utterances"] = new JsonArray(new JsonObject { ["start"] = 0.1, ["end"] = 1.25, ["transcript"] = "Hello there." }),
        },
    };

    /// <summary>A prediction that is not done until it is asked after.</summary>
    public static JsonObject Prediction(UpstreamRequest request) => new()
    {
        ["id"] = $"pred{request.Number}",
        ["status"] = request.Method == "GET" ? "succeeded" : "starting",
        ["error"] = null,
        ["output"] = request.Method == "GET" ? new JsonArray("https://replicate.example/out-0.webp") : null,
        ["urls"] = new JsonObject { ["get"] = "https://api.replicate.example/v1/predictions/x" },
    };

    private static JsonObject Word(string word, double start, double end, string punctuated) =>
        new() { ["word"] = word, ["start"] = start, ["end"] = end, ["confidence"] = 0.99, ["punctuated_word"] = punctuated };
}
