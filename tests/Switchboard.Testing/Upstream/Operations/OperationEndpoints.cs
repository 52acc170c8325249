using System.Text.Json.Nodes;

namespace Switchboard.Testing.Upstream.Operations;

/// <summary>Where vendors take what is asked for beside chat, and what they answer unless a test says otherwise.</summary>
internal sealed class OperationEndpoints(UpstreamDialect openAi)
{
    private static readonly byte[] Sound = [.. "ID3"u8, .. Enumerable.Repeat((byte)7, 5_000)];

    private static readonly Dictionary<string, Func<UpstreamRequest, JsonObject>> OpenAi = new()
    {
        ["/embeddings"] = OperationAnswers.Embeddings,
        ["/images/generations"] = OperationAnswers.Images,
        ["/images/edits"] = OperationAnswers.Images,
        ["/audio/transcriptions"] = OperationAnswers.Transcript,
        ["/audio/translations"] = OperationAnswers.Transcript,
        ["/rerank"] = OperationAnswers.Ranking,
        ["/moderations"] = OperationAnswers.Moderation,
    };

    private static readonly Dictionary<string, Func<UpstreamRequest, JsonObject>> Others = new()
    {
        ["/v1/messages/count_tokens"] = OperationAnswers.TokenCount,
        ["/v2/embed"] = VendorAnswers.CohereEmbed,
        ["/v2/rerank"] = OperationAnswers.Ranking,
        ["/api/embed"] = VendorAnswers.OllamaEmbed,
        ["/v1/listen"] = VendorAnswers.DeepgramListen,
    };

    public Shelf Shelf { get; } = new();

    /// <summary>The usual answer; null where nothing is served at the path.</summary>
    public Script? For(UpstreamRequest request)
    {
        if (request.Method == "POST" && (Others.GetValueOrDefault(request.Path) ?? ByEnd(request.Path)) is { } made)
        {
            return new MadeScript(made);
        }

        if (request.Path is "/v1/speak")
        {
            return Script.Body(200, "audio/mpeg", Sound);
        }

        if (request.Path.Contains("/predictions", StringComparison.Ordinal))
        {
            return new MadeScript(VendorAnswers.Prediction);
        }

        return openAi.Tail(request.Path) is { } tail ? Usual(request, tail) : null;
    }

    /// <summary>Of vendors whose paths hold the model.</summary>
    private static Func<UpstreamRequest, JsonObject>? ByEnd(string path) =>
        path.EndsWith(":batchEmbedContents", StringComparison.Ordinal) ? VendorAnswers.GeminiEmbed
        : path.EndsWith(":predict", StringComparison.Ordinal) ? VendorAnswers.VertexEmbed
        : path.StartsWith("/model/", StringComparison.Ordinal) && path.EndsWith("/invoke", StringComparison.Ordinal) ? VendorAnswers.BedrockInvoke
        : null;

    private Script? Usual(UpstreamRequest request, string tail)
    {
        if (Shelf.For(request, tail) is { } kept)
        {
            return kept;
        }

        if (request.Method != "POST")
        {
            return null;
        }

        return tail switch
        {
            "/audio/speech" => Script.Body(200, "audio/mpeg", Sound),
            "/completions" => request.IsStream ? OperationAnswers.CompletionStream(request) : new MadeScript(OperationAnswers.Completion),
            _ => OpenAi.TryGetValue(tail, out var make) ? new MadeScript(make) : null,
        };
    }
}
