namespace Switchboard.Gateway.Audit;

/// <summary>The hot tier: what readers query. Filled from the journal alone.</summary>
internal interface IAuditStore
{
    Task<IReadOnlyList<AuditHead>> LoadHeadsAsync(CancellationToken cancellationToken);

    /// <summary>In one transaction: the records, what they add to the spend of each account that they are booked on, and the head, which is the checkpoint.</summary>
    Task AppendAsync(IReadOnlyList<AuditRecord> records, AuditHead head, CancellationToken cancellationToken);

    /// <summary>A page, newest first, as of one moment.</summary>
    Task<HotPage> QueryAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>In one transaction: a node's records up to a seq leave, and the node's horizon moves there.</summary>
    Task ForgetAsync(string node, long throughSeq, CancellationToken cancellationToken);

    /// <summary>What each account spent on each day, for all days.</summary>
    Task<IReadOnlyList<AccountSpend>> LoadSpendAsync(CancellationToken cancellationToken);
}
