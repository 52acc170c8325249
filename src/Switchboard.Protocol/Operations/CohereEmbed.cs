using System.Buffers;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>Cohere's <c>POST /v2/embed</c> (docs.cohere.com/reference/embed).</summary>
public sealed class CohereEmbed : IOperationWire
{
    /// <summary>Cohere demands to know what the texts are for; a store's documents are the usual case.</summary>
    internal const string UsualInputType = "search_document";

    /// <inheritdoc/>
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var read = EmbeddingRequest.Read(ask.Body);
        if (read.Value is not { } request)
        {
            return new(read.Error!);
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteString("model"u8, ask.Model);
        writer.WriteStartArray("texts"u8);
        foreach (var text in request.Texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
        writer.WriteString("input_type"u8, request.InputType ?? UsualInputType);
        writer.WriteStartArray("embedding_types"u8);
        writer.WriteStringValue("float"u8);
        writer.WriteEndArray();
        if (request.Dimensions is { } dimensions)
        {
            writer.WriteNumber("output_dimension"u8, dimensions);
        }

        if (request.Truncate is { } truncate)
        {
            writer.WriteString("truncate"u8, truncate);
        }

        writer.WriteEndObject();
        return new(new WireRequest { Dropped = [.. request.Others, .. request.GooglesOwn()] });
    }

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || !document.RootElement.Has("embeddings", out var byType) || !byType.Has("float", out var vectors) || !EmbeddingReply.AreVectors(vectors))
        {
            return new(JsonBody.NotAReply("a list of embeddings"));
        }

        var usage = CohereUsage.Read(document.RootElement);
        EmbeddingReply.Write(vectors.EnumerateArray(), EmbeddingRequest.Read(ask.Body).Value?.Base64 ?? false, ask.ModelAsked, usage ?? default, output);
        return new(new WireReply { Usage = usage });
    }
}
