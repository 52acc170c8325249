using System.Text;
using Switchboard.Protocol.Chat;
using Switchboard.Protocol.Errors;

namespace Switchboard.Protocol.Replicate;

/// <summary>
/// Reads a prediction's events (replicate.com/docs/topics/predictions/streaming): <c>output</c> with plain text, <c>error</c>, <c>done</c>;
/// and the prediction itself, which the adapter adds: behind the events for its tokens, or alone where the model does not stream.
/// </summary>
internal sealed class ReplicateStreamReader : IChatStreamReader
{
    private readonly StreamRuns _runs = new();
    private bool _started;
    private bool _failed;

    public bool Finished { get; private set; }

    public void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates)
    {
        if (_failed)
        {
            return;
        }

        switch (ReplicateEvents.KindOf(eventName, data))
        {
            case ReplicateEventKind.Output when !Finished:
                Start(updates);
                _runs.Text(ChatUpdateKind.Text, Encoding.UTF8.GetString(data), updates);
                break;
            case ReplicateEventKind.Done when !Finished:
                Finish(updates);
                break;
            case ReplicateEventKind.Failure:
                Fail(ReplicateEvents.Failure(data), updates);
                break;
            case ReplicateEventKind.Prediction when ReplicatePrediction.Read(data.ToArray()) is { } prediction:
                Take(prediction, updates);
                break;
        }
    }

    public void Complete(List<ChatUpdate> updates)
    {
        if (!Finished && !_failed)
        {
            Fail(new(ErrorKind.ProviderFailed, "The prediction holds no text. Ask again, or choose another model."), updates);
        }
    }

    private void Start(List<ChatUpdate> updates)
    {
        if (!_started)
        {
            _started = true;
            updates.Add(new(ChatUpdateKind.Start));
        }
    }

    private void Finish(List<ChatUpdate> updates)
    {
        Start(updates);
        _runs.End(updates);
        Finished = true;
        updates.Add(new(ChatUpdateKind.Finish) { Finish = FinishReason.Stop });
    }

    private void Take(ReplicatePrediction prediction, List<ChatUpdate> updates)
    {
        if (!_started)
        {
            (_started, Finished) = (true, true);
            updates.AddRange(ChatReplyUpdates.Of(prediction.ToReply()));
        }
        else if (prediction.Usage is { } usage)
        {
            updates.Add(new(ChatUpdateKind.Usage) { Usage = usage });
        }
    }

    private void Fail(ExchangeError error, List<ChatUpdate> updates)
    {
        _failed = true;
        updates.Add(ChatUpdate.Failed(error));
    }
}
