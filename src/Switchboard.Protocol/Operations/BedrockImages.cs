using System.Buffers;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Images through Bedrock's <c>POST /model/{id}/invoke</c>, where each maker's models have a body of their own (Bedrock user guide, "Inference
/// request parameters"; Nova user guide, "Image generation access and usage"): Amazon's Nova Canvas and Titan, and Stability's that make images
/// of words alone. A profile's ARN that names no model cannot be told apart.
/// </summary>
public sealed class BedrockImages : IOperationWire
{
    private static readonly AmazonImages Amazon = new();
    private static readonly StabilityImages Stability = new();

    private static readonly string[] Amazons = ["nova-canvas", "titan-image-generator"];

    // Stability's others start from an image: they grow it, or change a part of it.
    private static readonly string[] Stabilitys = ["stability.sd3", "stability.stable-image-core", "stability.stable-image-ultra"];

    /// <inheritdoc/>
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output) => Of(ask.Model) is { } wire
        ? wire.WriteRequest(ask, output)
        : new(ImageRequest.Fault("model", $"'{ask.Model}' is no model of Bedrock's that makes images of words here. Use amazon.nova-canvas-v1:0, stability.stable-image-core-v1:1 or another of Nova Canvas, Titan Image Generator, Stable Diffusion 3 and Stable Image, by its id."));

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output) => (Of(ask.Model) ?? Amazon).ReadReply(body, ask, output);

    private static IOperationWire? Of(string model) =>
        Array.Exists(Amazons, name => model.Contains(name, StringComparison.OrdinalIgnoreCase)) ? Amazon
        : Array.Exists(Stabilitys, name => model.Contains(name, StringComparison.OrdinalIgnoreCase)) ? Stability
        : null;
}
