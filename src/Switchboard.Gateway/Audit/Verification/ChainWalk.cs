using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit.Verification;

/// <summary>
/// Walks the checked frames of a segment along the chain and names what was done where it breaks. A frame's tag says whether a holder
/// of the key wrote exactly that frame, previous link and seq included; so an authentic frame out of place was moved, copied, or lost its
/// neighbours, and one that is not authentic was edited, put in, or forged.
/// </summary>
internal sealed class ChainWalk(int segment, IReadOnlyList<CheckedFrame> frames, bool keyKnown, VerifyReport report)
{
    private readonly Dictionary<long, int> _lastPlace = [];
    private readonly HashSet<long> _accepted = [];
    private int[] _nextAuthentic = [];
    private Digest _link;
    private long _seq;
    private bool _broken;
    private bool _inForgery;

    /// <summary>The seq that the next frame should have.</summary>
    public long NextSeq => _seq;

    /// <summary>The link that the next frame should carry.</summary>
    public Digest Link => _link;

    /// <summary>No frame could be read at the end, so that nothing is known of what stood there.</summary>
    public bool EndsInDamage => _broken;

    /// <param name="seq">The seq that the first frame should have.</param>
    /// <param name="link">The previous link that it should carry.</param>
    public void Run(long seq, Digest link)
    {
        (_seq, _link) = (seq, link);
        IndexFrames();
        for (int i = 0; i < frames.Count; i++)
        {
            CheckedFrame frame = frames[i];
            if (frame.Status == FrameStatus.Damaged)
            {
                Add(FaultKind.DamagedFraming, _seq, frame, $"No frame can be read where seq {_seq} should be.");
                _broken = true;
            }
            else if (frame.IsLinkEdited)
            {
                Add(FaultKind.Edited, frame.Seq, frame, $"The previous link in the frame with seq {frame.Seq} was changed.");
                Accept(frame);
            }
            else if (frame.IsAuthentic)
            {
                WalkAuthentic(frame, i);
            }
            else
            {
                WalkDoubtful(frame, i);
            }
        }
    }

    private void IndexFrames()
    {
        _nextAuthentic = new int[frames.Count];
        int next = -1;
        for (int i = frames.Count - 1; i >= 0; i--)
        {
            _nextAuthentic[i] = next;
            if (frames[i].IsAuthentic)
            {
                next = i;
                if (!frames[i].IsEndMark)
                {
                    _lastPlace.TryAdd(frames[i].Seq, i);
                }
            }
        }
    }

    private void WalkAuthentic(in CheckedFrame frame, int place)
    {
        if (frame.Seq < _seq)
        {
            WalkEarlier(frame);
            return;
        }

        bool fits = frame.Seq == _seq && frame.Previous == _link;
        if (!fits && !frame.IsEndMark && _lastPlace[frame.Seq] > place)
        {
            Add(FaultKind.Inserted, frame.Seq, frame, $"A copy of the frame with seq {frame.Seq} was put in here.");
            return;
        }

        if (!fits && !_broken)
        {
            ReportGap(frame, place);
        }

        Accept(frame);
    }

    private void WalkEarlier(in CheckedFrame frame)
    {
        if (frame.IsEndMark)
        {
            return;
        }

        bool copy = _accepted.Contains(frame.Seq) || (frames[0].Seq > frame.Seq && _lastPlace[frame.Seq] == 0);
        Add(
            copy ? FaultKind.Inserted : FaultKind.Reordered,
            frame.Seq,
            frame,
            copy ? $"A copy of the frame with seq {frame.Seq} was put in here." : $"The frame with seq {frame.Seq} stands after later ones.");
    }

    private void ReportGap(in CheckedFrame frame, int place)
    {
        if (frame.Seq == _seq)
        {
            CheckedFrame at = !keyKnown && place > 0 ? frames[place - 1] : frame;
            Add(
                FaultKind.Edited, at.Seq, at,
                $"The chain breaks before seq {frame.Seq}: the frame before it is not the one that it was written after.");
            return;
        }

        bool moved = _lastPlace.GetValueOrDefault(_seq, -1) > place;
        if (moved)
        {
            Add(FaultKind.Reordered, frame.Seq, frame, $"The frame with seq {frame.Seq} stands before the one with seq {_seq}.");
            return;
        }

        long through = frame.Seq - 1;
        report.Add(new JournalFault(
            FaultKind.Removed,
            segment,
            _seq,
            through,
            frame.Offset,
            through == _seq ? $"The frame with seq {_seq} was removed." : $"The frames with seq {_seq} to {through} were removed."));
    }

    private void WalkDoubtful(in CheckedFrame frame, int place)
    {
        CheckedFrame? next = place + 1 < frames.Count && frames[place + 1].Status == FrameStatus.Whole ? frames[place + 1] : null;
        CheckedFrame? authentic = _nextAuthentic[place] >= 0 ? frames[_nextAuthentic[place]] : null;
        bool forgedOn = next is { IsAuthentic: false, IsLinkEdited: false } follower && follower.Previous == frame.Link;
        if (authentic is { } resumed && resumed.Seq == _seq && (resumed.Previous == _link || _broken))
        {
            Add(FaultKind.Inserted, frame.Seq, frame, $"A frame that claims seq {frame.Seq} was put in before the one with seq {_seq}.");
        }
        else if (forgedOn || (_inForgery && frame.Previous == _link))
        {
            AddForgery(frame);
            Accept(frame);
            _inForgery = true;
        }
        else if (next is { IsAuthentic: true } proof && proof.Previous == frame.Link && proof.Seq == frame.Seq + 1)
        {
            Add(FaultKind.Edited, frame.Seq, frame, $"The tag of the frame with seq {frame.Seq} was changed; its content is authentic.");
            Accept(frame);
        }
        else
        {
            Add(FaultKind.Edited, _seq, frame, $"The frame with seq {_seq} was edited.");
            bool known = next is { IsAuthentic: true } after && after.Seq == _seq + 1;
            (_seq, _link, _broken) = (_seq + 1, known ? next!.Value.Previous : frame.Link, false);
        }
    }

    private void AddForgery(CheckedFrame frame)
    {
        if (_inForgery)
        {
            report.Extend(fault => fault with { Through = frame.Seq, Sentence = Sentence(fault.Seq, frame.Seq) });
            return;
        }

        Add(FaultKind.Forged, frame.Seq, frame, Sentence(frame.Seq, frame.Seq));

        static string Sentence(long from, long through) =>
            $"From seq {from} to {through} the chain was rewritten by someone without the key.";
    }

    private void Accept(in CheckedFrame frame)
    {
        _broken = false;
        _inForgery = false;
        if (frame.IsEndMark)
        {
            (_seq, _link) = (frame.Seq, frame.Previous);
            return;
        }

        (_seq, _link) = (frame.Seq + 1, frame.Link);
        _accepted.Add(frame.Seq);
    }

    private void Add(FaultKind kind, long seq, in CheckedFrame frame, string sentence) =>
        report.Add(new JournalFault(kind, segment, seq, seq, frame.Offset, sentence));
}
