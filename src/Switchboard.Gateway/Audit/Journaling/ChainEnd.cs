namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>The last frame of a chain: the next one has the seq after it and carries its link.</summary>
internal readonly record struct ChainEnd(long Seq, Digest Link, Digest Tag);
