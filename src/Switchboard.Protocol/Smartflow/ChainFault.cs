namespace Switchboard.Protocol.Smartflow;

/// <summary>One place where the audit trail is not what was written.</summary>
/// <param name="Kind">What was done: <c>edited</c>, <c>removed</c>, <c>inserted</c>, <c>forged</c>, …</param>
/// <param name="Segment">The segment's number.</param>
/// <param name="Offset">The byte offset in it.</param>
/// <param name="Seq">The record's sequence number, where it is known.</param>
/// <param name="Message">A sentence.</param>
public sealed record ChainFault(string Kind, int Segment, long Offset, long? Seq, string Message);
