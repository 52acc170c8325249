namespace Switchboard.Gateway.Alerts;

/// <summary>What an alert can be about.</summary>
[Flags]
internal enum AlertEvents
{
    None = 0,

    /// <summary>A budget has spent 80 %.</summary>
    Budget80 = 1,

    /// <summary>A budget is used up: spent, or too small for the requests that still come.</summary>
    Budget100 = 2,

    /// <summary>Audit records have waited for the store for too long, or cannot be written.</summary>
    AuditLag = 4,

    /// <summary>A provider, or a target, fails one call after the other.</summary>
    ProviderDown = 8,

    /// <summary>It answers again.</summary>
    ProviderUp = 16,

    All = Budget80 | Budget100 | AuditLag | ProviderDown | ProviderUp,
}
