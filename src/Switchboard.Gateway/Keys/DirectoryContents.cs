namespace Switchboard.Gateway.Keys;

/// <summary>Everything that the store knows of who may call.</summary>
internal sealed record DirectoryContents(
    IReadOnlyList<VirtualKey> Keys,
    IReadOnlyList<Team> Teams,
    IReadOnlyList<Organization> Organizations,
    IReadOnlyList<User> Users);
