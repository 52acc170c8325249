namespace Switchboard.Gateway.Keys;

/// <summary>Where keys, teams, organisations, users and the administrator's key last. Saving replaces what has the same id.</summary>
internal interface IDirectoryStore
{
    Task<DirectoryContents> LoadAsync(CancellationToken cancel);

    Task SaveAsync(VirtualKey key, CancellationToken cancel);

    Task SaveAsync(Team team, CancellationToken cancel);

    Task SaveAsync(Organization organization, CancellationToken cancel);

    Task SaveAsync(User user, CancellationToken cancel);

    Task DeleteTeamAsync(string id, CancellationToken cancel);

    Task DeleteOrganizationAsync(string id, CancellationToken cancel);

    Task DeleteUserAsync(string id, CancellationToken cancel);

    /// <summary>The hash of the generated administrator's key, or null where none was generated yet.</summary>
    Task<KeyHash?> LoadAdminKeyAsync(CancellationToken cancel);

    Task SaveAdminKeyAsync(KeyHash hash, CancellationToken cancel);

    /// <summary>Notes for good that a key is or was in force.</summary>
    Task SaveHadKeysAsync(CancellationToken cancel);
}
