namespace Switchboard.Gateway.Keys;

/// <summary>Everything that the store knows of who may call.</summary>
internal sealed record DirectoryContents(
    IReadOnlyList<VirtualKey> Keys,
    IReadOnlyList<Team> Teams,
    IReadOnlyList<Organization> Organizations,
    IReadOnlyList<User> Users)
{
    /// <summary>True where a key was ever in force, be it one of the configuration file.</summary>
    public bool HadKeys { get; init; }
}
