namespace Switchboard.Gateway.Audit.Verification;

/// <summary>How far a verification has come.</summary>
internal readonly record struct VerifyProgress(int Segments, int TotalSegments, long Records);
