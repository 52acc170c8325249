namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>
/// The newest frames, in memory, so that shipping in steady state reads no file. Bounded: under a store's outage the oldest leave,
/// and the shipper reads those from the segments. Guarded by the journal's lock.
/// </summary>
internal sealed class RecentFrames(int limit)
{
    private readonly Queue<RecentFrame> _frames = new(256);

    public int Count => _frames.Count;

    public void Add(in RecentFrame frame)
    {
        if (_frames.Count == limit)
        {
            _frames.Dequeue();
        }

        _frames.Enqueue(frame);
    }

    public void Forget(long throughSeq)
    {
        while (_frames.TryPeek(out RecentFrame first) && first.End.Seq <= throughSeq)
        {
            _frames.Dequeue();
        }
    }

    /// <summary>False where the frame after this seq is no longer, or was never, here. Forgets what lies before it.</summary>
    public bool TryTake(long afterSeq, int most, List<RecentFrame> into)
    {
        Forget(afterSeq);
        if (!_frames.TryPeek(out RecentFrame first) || first.End.Seq != afterSeq + 1)
        {
            return false;
        }

        foreach (RecentFrame frame in _frames)
        {
            if (into.Count == most)
            {
                break;
            }

            into.Add(frame);
        }

        return true;
    }
}
