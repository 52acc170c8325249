using System.Diagnostics.Metrics;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Audit;

/// <summary>The journal's figures. <c>switchboard.audit.refused</c> above zero is an alarm: a record was lost.</summary>
internal sealed class AuditMetrics(IMeterFactory factory, Journal journal)
{
    public void Publish()
    {
        Meter meter = factory.Create("Switchboard.Gateway");
        meter.CreateObservableCounter("switchboard.audit.appended", () => journal.Status.Appended, "{record}", "Records written to the journal");
        meter.CreateObservableCounter("switchboard.audit.retried", () => journal.Status.Retried, "{record}", "Records that the disk took only later");
        meter.CreateObservableCounter("switchboard.audit.refused", () => journal.Status.Refused, "{record}", "Records lost");
        meter.CreateObservableGauge("switchboard.audit.lag", () => journal.Status.Lag, "{frame}", "Frames not yet in the store");
        meter.CreateObservableGauge("switchboard.audit.spool", () => journal.Status.UnshippedBytes, "By", "Bytes not yet in the store");
        meter.CreateObservableGauge("switchboard.audit.free", () => journal.Status.FreeBytes, "By", "Free disk where the journal lies");
    }
}
