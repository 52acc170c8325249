namespace Switchboard.Gateway.Audit;

/// <summary>What a record has survived once its response completes.</summary>
internal enum AuditDurability
{
    /// <summary>The process may die: the operating system has the bytes.</summary>
    Os,

    /// <summary>The power may fail: the disk has them.</summary>
    Disk,
}
