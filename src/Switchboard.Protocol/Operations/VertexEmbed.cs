using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Vertex AI's <c>:predict</c> of text-embedding models, up to 250 texts a request (cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api);
/// gemini-embedding-001 takes one there. Later Gemini embedding models take one content with <c>:embedContent</c>.
/// </summary>
public sealed class VertexEmbed : IOperationWire
{
    private const string ListTakers = "vertex_ai/text-embedding-005 or gemini/";

    /// <summary>The verb that a model is asked with.</summary>
    /// <param name="model">Google's name of the model.</param>
    public static string Verb(string model) => EmbedsContent(model) ? "embedContent" : "predict";

    /// <inheritdoc/>
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var read = EmbeddingRequest.Read(ask.Body);
        if (read.Value is not { } request)
        {
            return new(read.Error!);
        }

        if (TakesOne(ask.Model) && request.NotOne(ask.Model, ListTakers) is { } many)
        {
            return new(many);
        }

        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        if (EmbedsContent(ask.Model))
        {
            WriteContent(writer, request);
        }
        else
        {
            WriteInstances(writer, request);
        }

        writer.WriteEndObject();
        return new(new WireRequest { Dropped = [.. request.Others, .. request.Truncate is null or "NONE" or "END" ? Array.Empty<string>() : ["truncate"]] });
    }

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || Vectors(document.RootElement) is not { } vectors)
        {
            return new(JsonBody.NotAReply("a list of embeddings"));
        }

        var request = EmbeddingRequest.Read(ask.Body).Value;
        var usage = Usage(document.RootElement) ?? request?.Estimate() ?? default;
        EmbeddingReply.Write(vectors, request?.Base64 ?? false, ask.ModelAsked, usage, output);
        return new(new WireReply { Usage = usage });
    }

    private static bool TakesOne(string model) => model.Contains("gemini-embedding", StringComparison.OrdinalIgnoreCase);

    private static bool EmbedsContent(string model) => TakesOne(model) && !model.Contains("gemini-embedding-001", StringComparison.OrdinalIgnoreCase);

    private static void WriteInstances(Utf8JsonWriter writer, EmbeddingRequest request)
    {
        writer.WriteStartArray("instances"u8);
        foreach (var text in request.Texts)
        {
            writer.WriteStartObject();
            writer.WriteString("content"u8, text);
            WriteIf(writer, "task_type", request.GooglesTask);
            WriteIf(writer, "title", request.Title);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (request.Dimensions is not null || request.Truncate == "NONE")
        {
            writer.WriteStartObject("parameters"u8);
            WriteLimits(writer, request);
            writer.WriteEndObject();
        }
    }

    private static void WriteContent(Utf8JsonWriter writer, EmbeddingRequest request)
    {
        writer.WriteStartObject("content"u8);
        writer.WriteStartArray("parts"u8);
        writer.WriteStartObject();
        writer.WriteString("text"u8, request.Texts[0]);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        WriteIf(writer, "taskType", request.GooglesTask);
        WriteIf(writer, "title", request.Title);
        WriteLimits(writer, request);
    }

    /// <summary>Google cuts long texts at their end unless it is told not to.</summary>
    private static void WriteLimits(Utf8JsonWriter writer, EmbeddingRequest request)
    {
        if (request.Dimensions is { } dimensions)
        {
            writer.WriteNumber("outputDimensionality"u8, dimensions);
        }

        if (request.Truncate == "NONE")
        {
            writer.WriteBoolean("autoTruncate"u8, false);
        }
    }

    private static void WriteIf(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>The vectors of either verb's answer; null where it is none.</summary>
    private static List<JsonElement>? Vectors(JsonElement root)
    {
        var vectors = new List<JsonElement>();
        if (root.Has("embedding", out var one) && one.Has("values", out var only))
        {
            vectors.Add(only);
        }
        else if (root.Has("predictions", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var prediction in list.EnumerateArray())
            {
                vectors.Add(prediction.Has("embeddings", out var embedding) && embedding.Has("values", out var values) ? values : default);
            }
        }
        else
        {
            return null;
        }

        return vectors.TrueForAll(EmbeddingReply.IsVector) ? vectors : null;
    }

    /// <summary>The tokens of all texts; null where one of them is not told.</summary>
    private static TokenUsage? Usage(JsonElement root)
    {
        if (root.Has("usageMetadata", out var metadata))
        {
            return EmbeddingReply.Tokens(metadata, "promptTokenCount") is { } all ? new TokenUsage(all, 0) : null;
        }

        if (!root.Has("predictions", out var list))
        {
            return null;
        }

        long sum = 0;
        foreach (var prediction in list.EnumerateArray())
        {
            if (!prediction.GetProperty("embeddings").Has("statistics", out var statistics) || EmbeddingReply.Tokens(statistics, "token_count") is not { } tokens)
            {
                return null;
            }

            sum += tokens;
        }

        return new TokenUsage(sum, 0);
    }
}
