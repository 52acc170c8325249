using Microsoft.Extensions.Hosting;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Alerts;

/// <summary>Raises an alert where audit records wait too long for the store, or the journal takes no more: once until all is well again.</summary>
internal sealed class AuditLagWatch(Journal journal, AlertSettings settings, AlertQueue alerts, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private (long Seq, DateTimeOffset At) _mark;
    private bool _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Webhooks.IsEmpty)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        Look();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
        }
    }

    private void Look()
    {
        var (status, now) = (journal.Status, time.GetUtcNow());
        if (status.ShippedSeq >= _mark.Seq)
        {
            // What was the newest then has arrived; the newest of now is what is waited for next.
            _mark = (status.LastSeq, now);
        }

        var late = now - _mark.At >= settings.AuditLag;
        if (!late && status.Pressure == JournalPressure.None)
        {
            _told = false;
            return;
        }

        if (!_told)
        {
            _told = true;
            alerts.Raise(new Alert
            {
                Id = FormattableString.Invariant($"audit_lag:{_mark.Seq}:{_mark.At.ToUnixTimeSeconds()}"),
                Kind = AlertEvents.AuditLag,
                At = now,
                Text = journal.Refusal ?? FormattableString.Invariant($"{status.Lag} audit records wait for the store, the oldest for more than {settings.AuditLag.TotalSeconds:0} seconds. See that the store can be reached."),
                Waiting = status.Lag,
            });
        }
    }
}
