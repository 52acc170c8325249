using System.Buffers;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Images of Google's models: Imagen's by <c>:predict</c>, Gemini's by <c>:generateContent</c>. Google has announced the end of Imagen in favour of
/// Gemini (docs.cloud.google.com/vertex-ai/generative-ai/docs/image/configure-aspect-ratio), so both are here.
/// </summary>
/// <param name="onVertex">Whether it is asked on Vertex AI, which knows a few things more than the Gemini API.</param>
public sealed class GoogleImages(bool onVertex) : IOperationWire
{
    private readonly Imagen _imagen = new(onVertex);
    private readonly GeminiImages _gemini = new(onVertex);

    /// <summary>The verb that a model is asked with.</summary>
    /// <param name="model">Google's name of the model.</param>
    public static string Verb(string model) => IsImagen(model) ? "predict" : "generateContent";

    /// <inheritdoc/>
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output) => Of(ask.Model) is { } wire
        ? wire.WriteRequest(ask, output)
        : new(ImageRequest.Fault("model", $"'{ask.Model}' is no model of Google's that makes images here. Use gemini-2.5-flash-image, imagen-4.0-generate-001 or another of Gemini's image models or Imagen."));

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output) => (Of(ask.Model) ?? _gemini).ReadReply(body, ask, output);

    private IOperationWire? Of(string model) => IsImagen(model) ? _imagen
        : model.Contains("gemini", StringComparison.OrdinalIgnoreCase) && model.Contains("image", StringComparison.OrdinalIgnoreCase) ? _gemini
        : null;

    private static bool IsImagen(string model) => model.AsSpan(model.LastIndexOf('/') + 1).StartsWith("imagen", StringComparison.OrdinalIgnoreCase);
}
