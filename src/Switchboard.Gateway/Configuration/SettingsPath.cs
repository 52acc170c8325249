namespace Switchboard.Gateway.Configuration;

/// <summary>Where the configuration file is; null where the server runs on defaults.</summary>
internal sealed record SettingsPath(string? Path);
