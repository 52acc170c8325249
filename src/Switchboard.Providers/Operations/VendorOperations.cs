using System.Collections.Frozen;
using Switchboard.Protocol;
using Switchboard.Protocol.Operations;
using Switchboard.Providers.Catalogue;
using static Switchboard.Providers.Catalogue.Operation;

namespace Switchboard.Providers.Operations;

/// <summary>Where vendors take what is asked for beside chat. Paths are those of the vendors' API references.</summary>
public static class VendorOperations
{
    private static readonly FrozenDictionary<(Dialect, Operation), VendorOperation> Known = new Dictionary<(Dialect, Operation), VendorOperation>
    {
        [(Dialect.OpenAiChat, Completion)] = At("/completions"),
        [(Dialect.OpenAiChat, Embedding)] = At("/embeddings"),
        [(Dialect.OpenAiChat, ImageGeneration)] = At("/images/generations"),
        [(Dialect.OpenAiChat, ImageEdit)] = At("/images/edits"),
        [(Dialect.OpenAiChat, Transcription)] = At("/audio/transcriptions"),
        [(Dialect.OpenAiChat, Translation)] = At("/audio/translations"),
        [(Dialect.OpenAiChat, Speech)] = At("/audio/speech"),
        [(Dialect.OpenAiChat, Rerank)] = At("/rerank"),
        [(Dialect.OpenAiChat, Moderation)] = At("/moderations"),
        [(Dialect.OpenAiChat, Operation.File)] = At("/files"),
        [(Dialect.OpenAiChat, Batch)] = At("/batches"),
        [(Dialect.AnthropicMessages, CountTokens)] = At("/messages/count_tokens"),
        [(Dialect.Cohere, Embedding)] = At("/embed", new CohereEmbed()),
        [(Dialect.Cohere, Rerank)] = At("/rerank", new CohereRerank()),
        [(Dialect.Gemini, Embedding)] = new(static model => $"/models/{Uri.EscapeDataString(model)}:batchEmbedContents", new GeminiEmbed()),
        [(Dialect.Gemini, ImageGeneration)] = new(static model => GooglesPath(model, GoogleImages.Verb(model)), new GoogleImages(onVertex: false)),
        [(Dialect.BedrockConverse, Embedding)] = Invoke(new BedrockEmbed()),
        [(Dialect.BedrockConverse, ImageGeneration)] = Invoke(new BedrockImages()),
        [(Dialect.BedrockConverse, Rerank)] = Invoke(new BedrockRerank()),
        [(Dialect.Ollama, Completion)] = new(static _ => "/v1/completions") { TellsUsageIfAsked = true },
        [(Dialect.Ollama, Embedding)] = At("/api/embed", new OllamaEmbed()),
        [(Dialect.Deepgram, Transcription)] = At("/listen", new DeepgramListen()),
        [(Dialect.Deepgram, Speech)] = At("/speak", new DeepgramSpeak()),
        [(Dialect.Replicate, ImageGeneration)] = new(ReplicateModel.Path, new ReplicateImages()),
    }.ToFrozenDictionary();

    /// <summary>Vertex AI's, where they are not what they are at Gemini's own address.</summary>
    private static readonly FrozenDictionary<Operation, VendorOperation> Vertex = new Dictionary<Operation, VendorOperation>
    {
        [Embedding] = new(static model => GooglesPath(model, VertexEmbed.Verb(model)), new VertexEmbed()),
        [ImageGeneration] = new(static model => GooglesPath(model, GoogleImages.Verb(model)), new GoogleImages(onVertex: true)),
    }.ToFrozenDictionary();

    /// <summary>How a vendor takes an operation; null where it does not offer it.</summary>
    /// <param name="provider">The vendor.</param>
    /// <param name="operation">The one operation.</param>
    public static VendorOperation? For(KnownProvider provider, Operation operation) =>
        !provider.Operations.HasFlag(operation) || provider.InProcess ? null
        : provider.IsVertex ? Vertex.GetValueOrDefault(operation)
        : Known.GetValueOrDefault((provider.Dialect, operation));

    /// <summary>Google's own name of a model may have the folder before it.</summary>
    private static string GooglesPath(string model, string verb) =>
        $"/models/{Uri.EscapeDataString(model.StartsWith("models/", StringComparison.Ordinal) ? model["models/".Length..] : model)}:{verb}";

    private static VendorOperation Invoke(IOperationWire wire) => new(static model => $"/model/{Uri.EscapeDataString(model)}/invoke", wire);

    private static VendorOperation At(string path, IOperationWire? wire = null) => new(_ => path, wire);
}
