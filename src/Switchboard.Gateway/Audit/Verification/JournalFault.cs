namespace Switchboard.Gateway.Audit.Verification;

/// <summary>One thing that is wrong with a journal.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Segment">The number of the segment; zero for the folder as a whole.</param>
/// <param name="Seq">The first seq concerned.</param>
/// <param name="Through">The last seq concerned.</param>
/// <param name="Offset">Where in the plain segment.</param>
/// <param name="Sentence">The same for people.</param>
internal sealed record JournalFault(FaultKind Kind, int Segment, long Seq, long Through, long Offset, string Sentence);
