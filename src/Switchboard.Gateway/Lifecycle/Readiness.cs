using Microsoft.Extensions.Hosting;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Gateway.Lifecycle;

/// <summary>
/// Whether new requests should be sent here. Only what would refuse every one of them counts: a vendor or a store that is away does not, or one
/// outage would take all nodes out of service at once.
/// </summary>
internal sealed class Readiness(Drain drain, Journal journal, IHostApplicationLifetime lifetime)
{
    public const string Ready = "ready";

    /// <summary><c>ready</c>, or what stands against it: <c>starting</c>, <c>draining</c>, <c>audit_unavailable</c>.</summary>
    public string State =>
        drain.HasBegun || lifetime.ApplicationStopping.IsCancellationRequested ? "draining"
        : !lifetime.ApplicationStarted.IsCancellationRequested ? "starting"
        : !journal.CanAccept ? "audit_unavailable"
        : Ready;
}
