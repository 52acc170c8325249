using System.Buffers;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Operations;

/// <summary>
/// Embeddings through Bedrock's <c>POST /model/{id}/invoke</c>, where each maker's models have a body of their own (Bedrock user guide,
/// "Inference request parameters"): Amazon's Titan and Cohere's Embed. A profile's ARN that names no model cannot be told apart.
/// </summary>
public sealed class BedrockEmbed : IOperationWire
{
    /// <summary>The header in which InvokeModel tells the tokens of its input.</summary>
    internal const string TokensHeader = "x-amzn-bedrock-input-token-count";

    private static readonly TitanEmbed Titan = new();
    private static readonly BedrockCohereEmbed Cohere = new();

    /// <inheritdoc/>
    public Outcome<WireRequest> WriteRequest(OperationAsk ask, IBufferWriter<byte> output) => Of(ask.Model) is { } wire
        ? wire.WriteRequest(ask, output)
        : new(EmbeddingRequest.Fault("model", $"'{ask.Model}' is no model of Bedrock's that embeds here. Use amazon.titan-embed-text-v2:0, cohere.embed-v4:0 or another Titan or Cohere embedding model, by its id."));

    /// <inheritdoc/>
    public Outcome<WireReply> ReadReply(ReadOnlyMemory<byte> body, OperationAsk ask, IBufferWriter<byte> output) => (Of(ask.Model) ?? Titan).ReadReply(body, ask, output);

    /// <summary>The tokens that the header tells; null where it is not there.</summary>
    internal static TokenUsage? Told(OperationAsk ask)
    {
        foreach (var (name, value) in ask.ReplyHeaders)
        {
            if (name.Equals(TokensHeader, StringComparison.OrdinalIgnoreCase) && long.TryParse(value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var tokens))
            {
                return new TokenUsage(tokens, 0);
            }
        }

        return null;
    }

    private static IOperationWire? Of(string model) =>
        model.Contains("titan-embed-", StringComparison.OrdinalIgnoreCase) && !model.Contains("titan-embed-image", StringComparison.OrdinalIgnoreCase) ? Titan
        : model.Contains("cohere.embed-", StringComparison.OrdinalIgnoreCase) ? Cohere
        : null;
}
