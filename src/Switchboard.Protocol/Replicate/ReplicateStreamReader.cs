using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Replicate;

/// <summary>Reads the one event that the adapter makes of a finished prediction.</summary>
internal sealed class ReplicateStreamReader : IChatStreamReader
{
    public bool Finished { get; private set; }

    public void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        if (!Finished && ReplicatePrediction.Read(data.ToArray()) is { } prediction)
        {
            Finished = true;
            updates.AddRange(ChatReplyUpdates.Of(prediction.ToReply()));
        }
    }

    public void Complete(List<ChatUpdate> updates)
    {
        if (!Finished)
        {
            updates.Add(ChatUpdate.Failed(new ExchangeError(ErrorKind.ProviderFailed, "The prediction holds no text. Ask again, or choose another model.")));
        }
    }
}
