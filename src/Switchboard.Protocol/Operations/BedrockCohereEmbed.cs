using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Cohere's Embed on Bedrock (Bedrock user guide, "Cohere Embed v3" and "Cohere Embed v4"): up to 96 texts a request. Version 4 has sizes, and
/// other words for where a long text is cut. What it bills stands in a header.
/// </summary>
internal sealed class BedrockCohereEmbed : IOperationWire
{
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var read = EmbeddingRequest.Read(ask.Body);
        if (read.Value is not { } request)
        {
            return new(read.Error!);
        }

        var isThird = ask.Model.Contains("-v3", StringComparison.OrdinalIgnoreCase);
        if (isThird && request.Dimensions is not null)
        {
            return new(EmbeddingRequest.Fault("dimensions", $"'{ask.Model}' has vectors of one size. Leave this out, or use cohere.embed-v4:0."));
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteStartArray("texts"u8);
        foreach (var text in request.Texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
        writer.WriteString("input_type"u8, request.InputType ?? CohereEmbed.UsualInputType);
        writer.WriteStartArray("embedding_types"u8);
        writer.WriteStringValue("float"u8);
        writer.WriteEndArray();
        if (request.Dimensions is { } dimensions)
        {
            writer.WriteNumber("output_dimension"u8, dimensions);
        }

        if (request.Truncate is { } truncate)
        {
            writer.WriteString("truncate"u8, isThird ? truncate : Cut(truncate));
        }

        writer.WriteEndObject();
        return new(new WireRequest { Dropped = [.. request.Others, .. request.GooglesOwn()] });
    }

    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || !document.RootElement.Has("embeddings", out var vectors) || (vectors.ValueKind == JsonValueKind.Object && !vectors.Has("float", out vectors))
            || !EmbeddingReply.AreVectors(vectors))
        {
            return new(JsonBody.NotAReply("a list of embeddings"));
        }

        var request = EmbeddingRequest.Read(ask.Body).Value;
        var usage = BedrockEmbed.Told(ask) ?? request?.Estimate() ?? default;
        EmbeddingReply.Write(vectors.EnumerateArray(), request?.Base64 ?? false, ask.ModelAsked, usage, output);
        return new(new WireReply { Usage = usage });
    }

    private static string Cut(string word) => word switch
    {
        "START" => "LEFT",
        "END" => "RIGHT",
        _ => word,
    };
}
