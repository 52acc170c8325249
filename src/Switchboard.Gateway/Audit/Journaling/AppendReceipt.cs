namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>What became of an appended record. <paramref name="Seq"/> is zero unless it is written.</summary>
internal readonly record struct AppendReceipt(AppendResult Result, long Seq);
