using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Data.Sqlite;
using Switchboard.Gateway;
using Switchboard.Gateway.Keys;

namespace Switchboard.Storage.Sqlite;

/// <summary>Keys, teams, organisations, users and the administrator's key in the embedded database.</summary>
internal sealed class SqliteDirectoryStore(SqliteDatabase database) : IDirectoryStore
{
    private const string AdminKey = "admin_key_hash";
    private const string HadKeys = "had_keys";
    private const string Teams = "team";
    private const string Organizations = "organization";
    private const string Users = "user";

    public Task<DirectoryContents> LoadAsync(CancellationToken cancel) => database.ReadAsync(
        static session => new DirectoryContents(
            session.Statement("SELECT id, name, hash, suffix, grant_json, created_at, revoked_at FROM virtual_keys").List(ReadKey),
            Members(session, Teams, GatewayJsonContext.Default.Team),
            Members(session, Organizations, GatewayJsonContext.Default.Organization),
            Members(session, Users, GatewayJsonContext.Default.User))
        {
            HadKeys = Setting(session, HadKeys) is not null,
        },
        cancel);

    public Task SaveAsync(VirtualKey key, CancellationToken cancel) => database.WriteAsync(
        session => session.Statement(
            """
            INSERT INTO virtual_keys (id, name, hash, suffix, grant_json, created_at, revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, grant_json = excluded.grant_json, revoked_at = excluded.revoked_at
            """).With(
                key.Id, key.Name, key.Hash.ToString(), key.Suffix, JsonSerializer.Serialize(key.Grant, GatewayJsonContext.Default.KeyGrant), Text(key.CreatedAt), key.RevokedAt is { } revoked ? Text(revoked) : null).Execute(),
        cancel);

    public Task SaveAsync(Team team, CancellationToken cancel) => SaveAsync(Teams, team.Id, team, GatewayJsonContext.Default.Team, cancel);

    public Task SaveAsync(Organization organization, CancellationToken cancel) => SaveAsync(Organizations, organization.Id, organization, GatewayJsonContext.Default.Organization, cancel);

    public Task SaveAsync(User user, CancellationToken cancel) => SaveAsync(Users, user.Id, user, GatewayJsonContext.Default.User, cancel);

    public Task DeleteTeamAsync(string id, CancellationToken cancel) => DeleteAsync(Teams, id, cancel);

    public Task DeleteOrganizationAsync(string id, CancellationToken cancel) => DeleteAsync(Organizations, id, cancel);

    public Task DeleteUserAsync(string id, CancellationToken cancel) => DeleteAsync(Users, id, cancel);

    public Task<KeyHash?> LoadAdminKeyAsync(CancellationToken cancel) => database.ReadAsync<KeyHash?>(
        static session => Setting(session, AdminKey) is { } hash ? KeyHash.Parse(hash) : null,
        cancel);

    public Task SaveAdminKeyAsync(KeyHash hash, CancellationToken cancel) => SaveSettingAsync(AdminKey, hash.ToString(), cancel);

    public Task SaveHadKeysAsync(CancellationToken cancel) => SaveSettingAsync(HadKeys, "yes", cancel);

    private static string? Setting(SqliteSession session, string name) => session.Statement("SELECT value FROM settings WHERE name = $1").With(name).Scalar() as string;

    private Task SaveSettingAsync(string name, string value, CancellationToken cancel) => database.WriteAsync(
        session => session.Statement("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value").With(name, value).Execute(),
        cancel);

    private Task SaveAsync<T>(string kind, string id, T member, JsonTypeInfo<T> type, CancellationToken cancel) => database.WriteAsync(
        session => session.Statement("INSERT INTO members (kind, id, body) VALUES ($1, $2, $3) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body").With(kind, id, JsonSerializer.Serialize(member, type)).Execute(),
        cancel);

    private Task DeleteAsync(string kind, string id, CancellationToken cancel) => database.WriteAsync(
        session => session.Statement("DELETE FROM members WHERE kind = $1 AND id = $2").With(kind, id).Execute(),
        cancel);

    private static List<T> Members<T>(SqliteSession session, string kind, JsonTypeInfo<T> type) =>
        session.Statement("SELECT body FROM members WHERE kind = $1").With(kind).List(row => JsonSerializer.Deserialize(row.GetString(0), type)!);

    private static VirtualKey ReadKey(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), KeyHash.Parse(row.GetString(2)), row.GetString(3), JsonSerializer.Deserialize(row.GetString(4), GatewayJsonContext.Default.KeyGrant)!, Instant(row.GetString(5)))
    {
        RevokedAt = row.IsDBNull(6) ? null : Instant(row.GetString(6)),
    };

    private static string Text(DateTimeOffset instant) => instant.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture);
}
