using Switchboard.Gateway.Audit;

namespace Switchboard.FunctionalTests.Audit;

/// <summary>An audit store that takes nothing, or is away altogether, when told to.</summary>
internal sealed class FlakyStore(IAuditStore inner) : IAuditStore
{
    private volatile bool refusing;
    private volatile bool away;

    /// <summary>Takes no records, but answers.</summary>
    public bool Refusing { get => refusing; set => refusing = value; }

    /// <summary>Answers nothing.</summary>
    public bool Away { get => away; set => away = value; }

    public Task<IReadOnlyList<AuditHead>> LoadHeadsAsync(CancellationToken cancellationToken) => Reach(inner).LoadHeadsAsync(cancellationToken);

    public Task AppendAsync(IReadOnlyList<AuditRecord> records, AuditHead head, CancellationToken cancellationToken) =>
        refusing ? throw new IOException("disk full") : Reach(inner).AppendAsync(records, head, cancellationToken);

    public Task<HotPage> QueryAsync(AuditQuery query, CancellationToken cancellationToken) => Reach(inner).QueryAsync(query, cancellationToken);

    public Task ForgetAsync(string node, long throughSeq, CancellationToken cancellationToken) => Reach(inner).ForgetAsync(node, throughSeq, cancellationToken);

    public Task<IReadOnlyList<AccountSpend>> LoadSpendAsync(CancellationToken cancellationToken) => Reach(inner).LoadSpendAsync(cancellationToken);

    private IAuditStore Reach(IAuditStore store) => away ? throw new IOException("connection refused") : store;
}
