using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Audit.Verification;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>Checks the running server's own journal. One check at a time: it reads everything.</summary>
internal sealed class AuditVerification(Journal journal, IJournalVolume volume, JournalKeys keys, IAuditStore store) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task<ChainReport> RunAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            var heads = await store.LoadHeadsAsync(cancel);
            journal.Settle();
            var report = await Task.Run(() => JournalVerifier.Verify(volume, keys, heads, null, cancel), cancel);
            return new ChainReport
            {
                Intact = report.IsIntact,
                Records = report.Records,
                Segments = report.Segments,
                FirstSeq = report.FirstSeq,
                LastSeq = report.LastSeq,
                FaultCount = report.FaultCount,
                Faults = [.. report.Faults.Select(static f => new ChainFault(VerifyReportFormatter.Name(f.Kind), f.Segment, f.Offset, f.Seq, f.Sentence))],
            };
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
