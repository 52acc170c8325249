namespace Switchboard.Gateway.Configuration;

/// <summary>Where the configuration file is; null where the server runs on defaults.</summary>
internal sealed record SettingsPath(string? Path)
{
    /// <summary>When it was written and how long it was as this was made, right after it was read: a change since is a change to pick up.</summary>
    public (DateTime Written, long Length) Read { get; } = StampOf(Path);

    public (DateTime Written, long Length) Now => StampOf(Path);

    private static (DateTime, long) StampOf(string? path) =>
        path is not null && new FileInfo(path) is { Exists: true } info ? (info.LastWriteTimeUtc, info.Length) : default;
}
