namespace Switchboard.Gateway.Configuration;

/// <summary>What became of the configuration file the last time that it was read.</summary>
/// <param name="At">When that was.</param>
/// <param name="Faults">Why it was refused whole; empty where it is in force.</param>
/// <param name="Waiting">Settings of it that wait for the next start.</param>
internal sealed record ReloadOutcome(DateTimeOffset At, IReadOnlyList<string> Faults, IReadOnlyList<string> Waiting);
