using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>Google's <c>models/{model}:batchEmbedContents</c> (ai.google.dev/api/embeddings). It reports no usage.</summary>
public sealed class GeminiEmbed : IOperationWire
{
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
        writer.WriteStartArray("requests"u8);
        foreach (var text in request.Texts)
        {
            WriteOne(writer, ask.Model, text, request);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        return new(new WireRequest { Dropped = [.. request.Others, .. request.Truncate is null ? Array.Empty<string>() : ["truncate"]] });
    }

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || !document.RootElement.Has("embeddings", out var list) || list.ValueKind != JsonValueKind.Array
            || !list.EnumerateArray().All(static e => e.Has("values", out var values) && EmbeddingReply.IsVector(values)))
        {
            return new(JsonBody.NotAReply("a list of embeddings"));
        }

        var request = EmbeddingRequest.Read(ask.Body).Value;
        var usage = Usage(document.RootElement) ?? request?.Estimate() ?? default;
        EmbeddingReply.Write(list.EnumerateArray().Select(static e => e.GetProperty("values")), request?.Base64 ?? false, ask.ModelAsked, usage, output);
        return new(new WireReply { Usage = usage });
    }

    private static void WriteOne(Utf8JsonWriter writer, string model, string text, EmbeddingRequest request)
    {
        writer.WriteStartObject();
        writer.WriteString("model"u8, "models/" + model);
        writer.WriteStartObject("content"u8);
        writer.WriteStartArray("parts"u8);
        writer.WriteStartObject();
        writer.WriteString("text"u8, text);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        if (request.GooglesTask is { } task)
        {
            writer.WriteString("taskType"u8, task);
        }

        if (request.Title is { } title)
        {
            writer.WriteString("title"u8, title);
        }

        if (request.Dimensions is { } dimensions)
        {
            writer.WriteNumber("outputDimensionality"u8, dimensions);
        }

        writer.WriteEndObject();
    }

    private static TokenUsage? Usage(JsonElement root) =>
        root.Has("usageMetadata", out var usage) && EmbeddingReply.Tokens(usage, "promptTokenCount") is { } tokens ? new TokenUsage(tokens, 0) : null;
}
