namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>Whether new work may begin.</summary>
internal enum JournalState
{
    Ready,

    /// <summary>What is in flight may end; new work is answered 503.</summary>
    Full,
}
