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
        var usage = Usage(document.RootElement) ?? Estimate(request);
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
        if ((request.TaskType ?? TaskType(request.InputType)) is { } task)
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

    /// <summary>Cohere's words for what a text is for, in Google's.</summary>
    private static string? TaskType(string? inputType) => inputType switch
    {
        null => null,
        "search_document" => "RETRIEVAL_DOCUMENT",
        "search_query" => "RETRIEVAL_QUERY",
        "classification" => "CLASSIFICATION",
        "clustering" => "CLUSTERING",
        _ => inputType,
    };

    private static TokenUsage? Usage(JsonElement root) =>
        root.Has("usageMetadata", out var usage) && usage.Has("promptTokenCount", out var count) && count.TryGetInt64(out var tokens) ? new TokenUsage(tokens, 0) : null;

    /// <summary>A token is near four characters of English; marked as the guess that it is.</summary>
    private static TokenUsage Estimate(EmbeddingRequest? request) =>
        new((request?.Texts.Sum(static t => (long)System.Text.Encoding.UTF8.GetByteCount(t)) + 3) / 4 ?? 0, 0) { Estimated = true };
}
