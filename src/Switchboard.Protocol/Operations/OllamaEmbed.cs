using System.Buffers;
using System.Text.Json;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Operations;

/// <summary>Ollama's <c>POST /api/embed</c> (docs.ollama.com/api/embed). Its own options (<c>options</c>, <c>keep_alive</c>) pass through.</summary>
public sealed class OllamaEmbed : IOperationWire
{
    private static readonly string[] Passed = ["truncate", "options", "keep_alive", "dimensions"];

    /// <inheritdoc/>
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output)
    {
        var read = EmbeddingRequest.Read(ask.Body);
        if (read.Value is not { } request)
        {
            return new(read.Error!);
        }

        using var document = JsonDocument.Parse(ask.Body);
        using var writer = JsonOutput.Over(output);
        writer.WriteStartObject();
        writer.WriteString("model"u8, ask.Model);
        writer.WriteStartArray("input"u8);
        foreach (var text in request.Texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
        foreach (var name in Passed)
        {
            if (document.RootElement.Has(name, out var value))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        return new(new WireRequest { Dropped = [.. request.Others.Except(Passed)] });
    }

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output)
    {
        using var document = JsonBody.ParseReply(body);
        if (document is null || !document.RootElement.Has("embeddings", out var vectors) || !EmbeddingReply.AreVectors(vectors))
        {
            return new(JsonBody.NotAReply("a list of embeddings"));
        }

        TokenUsage? usage = EmbeddingReply.Tokens(document.RootElement, "prompt_eval_count") is { } tokens ? new TokenUsage(tokens, 0) : null;
        EmbeddingReply.Write(vectors.EnumerateArray(), EmbeddingRequest.Read(ask.Body).Value?.Base64 ?? false, ask.ModelAsked, usage ?? default, output);
        return new(new WireReply { Usage = usage });
    }
}
