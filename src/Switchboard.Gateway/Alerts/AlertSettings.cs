using System.Collections.Immutable;

namespace Switchboard.Gateway.Alerts;

/// <summary>The file's <c>alerts</c> section.</summary>
internal sealed record AlertSettings
{
    public ImmutableArray<Webhook> Webhooks { get; init; } = [];

    /// <summary>How long an audit record may wait for the store before that is an alert.</summary>
    public TimeSpan AuditLag { get; init; } = TimeSpan.FromMinutes(5);

    public bool Equals(AlertSettings? other) => other is not null && AuditLag == other.AuditLag && Webhooks.SequenceEqual(other.Webhooks);

    public override int GetHashCode() => HashCode.Combine(AuditLag, Webhooks.Length);
}
