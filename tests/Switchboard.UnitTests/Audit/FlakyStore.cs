using Switchboard.Gateway.Audit;

namespace Switchboard.UnitTests.Audit;

/// <summary>A store that is away, or loses its answer after the commit, when told to.</summary>
internal sealed class FlakyStore(IAuditStore inner) : IAuditStore
{
    public bool Away { get; set; }

    /// <summary>How many appends are committed but answered with an error.</summary>
    public int LostAnswers { get; set; }

    public int Appends { get; private set; }

    public Task<IReadOnlyList<AuditHead>> LoadHeadsAsync(CancellationToken cancellationToken) => Guard(() => inner.LoadHeadsAsync(cancellationToken));

    public async Task AppendAsync(IReadOnlyList<AuditRecord> records, AuditHead head, CancellationToken cancellationToken)
    {
        Appends++;
        await Guard(async () =>
        {
            await inner.AppendAsync(records, head, cancellationToken);
            return true;
        });
        if (LostAnswers > 0)
        {
            LostAnswers--;
            throw new IOException("connection reset");
        }
    }

    public Task<HotPage> QueryAsync(AuditQuery query, CancellationToken cancellationToken) => Guard(() => inner.QueryAsync(query, cancellationToken));

    public Task ForgetAsync(string node, long throughSeq, CancellationToken cancellationToken) => inner.ForgetAsync(node, throughSeq, cancellationToken);

    public Task<IReadOnlyList<AccountSpend>> LoadSpendAsync(CancellationToken cancellationToken) => inner.LoadSpendAsync(cancellationToken);

    private Task<T> Guard<T>(Func<Task<T>> call) => Away ? throw new IOException("connection refused") : call();
}
