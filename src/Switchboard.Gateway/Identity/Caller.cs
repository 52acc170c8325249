using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Identity;

/// <summary>Who asks: what the key or token says, and what the request says of its user and conversation.</summary>
internal sealed record Caller
{
    /// <summary>The caller on an open server: anyone on this machine, who may call and look.</summary>
    public static readonly Caller Local = new() { Tenant = "local", Role = Role.Viewer };

    public required string Tenant { get; init; }

    public Role Role { get; init; } = Role.Caller;

    /// <summary>The virtual key, or null for the local caller and the administrator.</summary>
    public VirtualKey? Key { get; init; }

    /// <summary>The user that a verified token names; null for callers with a key.</summary>
    public string? User { get; init; }

    public bool MayUse(Role needed) => Role.Covers(needed);
}
