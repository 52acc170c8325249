namespace Switchboard.Gateway.Keys;

/// <summary>What a key may do. The order is not a ladder: see <see cref="Roles"/>.</summary>
internal enum Role
{
    /// <summary>Models, and its own tenant's logs, usage and statistics.</summary>
    Caller,

    /// <summary>Reads everything but content.</summary>
    Viewer,

    /// <summary>Viewer, and reads content and proofs.</summary>
    Auditor,

    /// <summary>Viewer, and changes what runs: overrides, cache clearing, reviews.</summary>
    Operator,

    /// <summary>Everything.</summary>
    Admin,
}
