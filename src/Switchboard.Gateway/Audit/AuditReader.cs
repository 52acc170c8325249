using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit;

/// <summary>Reads records newest first, over the store and, past its end, the sealed segments, without a seam.</summary>
internal sealed class AuditReader(AuditShipper shipper, IAuditStore store, IJournalVolume volume, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly ColdTier _cold = new(volume);

    /// <summary>A caller sees its own finished requests: shipping is waited for, but not longer than two seconds.</summary>
    public async Task<IReadOnlyList<AuditRecord>> QueryAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        query = query with { Limit = Math.Clamp(query.Limit, 1, AuditQuery.MaxLimit), Offset = Math.Max(0, query.Offset) };
        HotPage hot = await store.QueryAsync(query, cancellationToken);
        int missing = query.Limit - hot.Records.Count;
        if (missing == 0 || hot.Horizons.Count == 0)
        {
            return hot.Records;
        }

        long skip = Math.Max(0, query.Offset - hot.Matching);
        return [.. hot.Records, .. _cold.Read(query, hot.Horizons, skip, missing, cancellationToken)];
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await shipper.FlushAsync(wait.Token).WaitAsync(LongestWait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // A store that lags or is away: what it has is still an answer.
            await wait.CancelAsync();
        }
    }
}
