using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Amazon's Titan text embeddings (Bedrock user guide, "Amazon Titan Embeddings Text"): one text a request. Version 1 takes nothing
/// but the text; version 2 also <c>dimensions</c> (256, 512 or 1024) and <c>normalize</c>, which passes through.
/// </summary>
internal sealed class TitanEmbed : IOperationWire
{
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var read = EmbeddingRequest.Read(ask.Body);
        if (read.Value is not { } request)
        {
            return new(read.Error!);
        }

        var isFirst = !ask.Model.Contains("-v2", StringComparison.OrdinalIgnoreCase);
        if ((request.NotOne(ask.Model, "bedrock/cohere.embed-v4:0") ?? (isFirst ? NoSize(request, ask.Model) : null)) is { } fault)
        {
            return new(fault);
        }

        using var document = JsonDocument.Parse(ask.Body);
        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteString("inputText"u8, request.Texts[0]);
        if (request.Dimensions is { } dimensions)
        {
            writer.WriteNumber("dimensions"u8, dimensions);
        }

        var normalizes = !isFirst && document.RootElement.Has("normalize", out var normalize) && normalize.ValueKind is JsonValueKind.True or JsonValueKind.False;
        if (normalizes)
        {
            writer.WriteBoolean("normalize"u8, document.RootElement.GetProperty("normalize").GetBoolean());
        }

        writer.WriteEndObject();
        return new(new WireRequest { Dropped = [.. request.Others.Where(name => name != "normalize" || !normalizes), .. request.Purposes(), .. request.Truncate is null ? Array.Empty<string>() : ["truncate"]] });
    }

    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || !document.RootElement.Has("embedding", out var vector) || !EmbeddingReply.IsVector(vector))
        {
            return new(JsonBody.NotAReply("an embedding"));
        }

        var request = EmbeddingRequest.Read(ask.Body).Value;
        var usage = EmbeddingReply.Tokens(document.RootElement, "inputTextTokenCount") is { } tokens
            ? new TokenUsage(tokens, 0)
            : BedrockEmbed.Told(ask) ?? request?.Estimate() ?? default;
        EmbeddingReply.Write([vector], request?.Base64 ?? false, ask.ModelAsked, usage, output);
        return new(new WireReply { Usage = usage });
    }

    /// <summary>A vector of another size than was asked for would be found out late.</summary>
    private static ExchangeError? NoSize(EmbeddingRequest request, string model) => request.Dimensions is null
        ? null
        : EmbeddingRequest.Fault("dimensions", $"'{model}' has vectors of one size. Leave this out, or use amazon.titan-embed-text-v2:0.");
}
