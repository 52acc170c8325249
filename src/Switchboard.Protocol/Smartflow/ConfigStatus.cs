namespace Switchboard.Protocol.Smartflow;

/// <summary><c>GET /api/config/status</c>: what became of the configuration file.</summary>
public sealed record ConfigStatus
{
    /// <summary>The file's path; absent where the server runs on defaults.</summary>
    public string? File { get; init; }

    /// <summary>When the settings in force came into force.</summary>
    public required DateTimeOffset InForceSince { get; init; }

    /// <summary>When the file was last read.</summary>
    public required DateTimeOffset LastReadAt { get; init; }

    /// <summary>Whether what was read then is in force; false where it had faults, and earlier settings stay in force.</summary>
    public required bool Accepted { get; init; }

    /// <summary>What is wrong with it, each with path and line.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Settings whose change takes effect at the next start, such as <c>server.ports</c>.</summary>
    public required IReadOnlyList<string> WaitingForRestart { get; init; }
}
