using System.Buffers;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Json;

namespace Switchboard.Protocol.Replicate;

/// <summary>Predictions of language models at Replicate.</summary>
internal sealed class ReplicateDialect : IVendorDialect
{
    public Dialect Dialect => Dialect.Replicate;

    public Outcome<IReadOnlyList<string>> WriteRequest(ChatRequest request, ChatRequestOptions options, IBufferWriter<byte> output) =>
        ReplicateRequestWriter.Write(request, options, output);

    public Outcome<ChatReply> ReadReply(ReadOnlyMemory<byte> body) =>
        ReplicatePrediction.Read(body) is { } prediction ? new(prediction.ToReply()) : new(JsonBody.NotAReply("a prediction of text"));

    public IChatStreamReader CreateStreamReader() => new ReplicateStreamReader();

    public IStreamTap CreateStreamTap() => new ReplicateTap();

    public ReplyFacts InspectReply(ReadOnlySpan<byte> body) => ReplicatePrediction.Read(body.ToArray()) is not { } prediction ? default : new ReplyFacts
    {
        IsObject = true,
        IsReply = true,
        Id = prediction.Id,
        Model = prediction.Model,
        Usage = prediction.Usage,
        Finish = FinishReason.Stop,
        Items = prediction.Text.Length > 0 ? 1 : 0,
        OutputBytes = prediction.Text.Length,
    };
}
