using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Reranking through Bedrock's <c>POST /model/{id}/invoke</c>: Cohere's body, of which Amazon's own model takes the query, the documents and how
/// many. Cohere's wants its version's number. Neither tells what it bills: searches, of up to a hundred documents.
/// </summary>
public sealed class BedrockRerank : IOperationWire
{
    private static readonly string[] Known = ["model", "query", "documents", "top_n", "return_documents", "cache"];

    /// <inheritdoc/>
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        if (!ask.Model.Contains("rerank", StringComparison.OrdinalIgnoreCase))
        {
            return new(EmbeddingRequest.Fault("model", $"'{ask.Model}' is no model of Bedrock's that reranks. Use cohere.rerank-v3-5:0 or amazon.rerank-v1:0."));
        }

        var faults = new ReadFaults();
        using var document = JsonBody.ParseRequest(ask.Body, faults);
        if (document is null)
        {
            return new(faults.First!);
        }

        var root = document.RootElement;
        var (query, top, texts) = (root.Text("query", faults), root.Whole("top_n", faults), CohereRerank.Documents(root, faults));
        if (faults.First is { } fault)
        {
            return new(fault);
        }

        var isCoheres = ask.Model.Contains("cohere.", StringComparison.OrdinalIgnoreCase);
        using (var writer = JsonOutput.Over(output))
        {
            Write(writer, query, top, texts, isCoheres);
        }

        return new(new WireRequest { Dropped = [.. root.EnumerateObject().Where(static f => f.Value.ValueKind != JsonValueKind.Null).Select(static f => f.Name).Except(Known)] });
    }

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || !document.RootElement.Has("results", out var results) || results.ValueKind != JsonValueKind.Array)
        {
            return new(JsonBody.NotAReply("a list of ranked documents"));
        }

        var texts = CohereRerank.Wanted(ask) ?? [];
        using (var writer = JsonOutput.Over(output))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, ask.Id);
            writer.WriteStartArray("results"u8);
            foreach (var result in results.EnumerateArray())
            {
                CohereRerank.WriteResult(writer, result, texts);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return new(new WireReply());
    }

    private static void Write(Utf8JsonWriter writer, string? query, long? top, List<string> texts, bool isCoheres)
    {
        writer.WriteStartObject();
        writer.WriteString("query"u8, query);
        writer.WriteStartArray("documents"u8);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
        if (top is { } count)
        {
            writer.WriteNumber("top_n"u8, count);
        }

        if (isCoheres)
        {
            writer.WriteNumber("api_version"u8, 2);
        }

        writer.WriteEndObject();
    }
}
