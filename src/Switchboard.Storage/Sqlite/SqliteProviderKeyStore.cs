using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Switchboard.Gateway;
using Switchboard.Gateway.ProviderKeys;

namespace Switchboard.Storage.Sqlite;

/// <summary>The gateway's keys for vendors in the embedded database, their texts sealed.</summary>
internal sealed class SqliteProviderKeyStore(SqliteDatabase database) : IProviderKeyStore
{
    public async Task<IReadOnlyList<StoredProviderKey>> LoadAsync(CancellationToken cancel) => await database.ReadAsync(
        static session => session.Statement("SELECT id, provider, sealed, suffix, rules, created_at FROM provider_keys").List(Read),
        cancel);

    public Task SaveAsync(StoredProviderKey key, CancellationToken cancel) => database.WriteAsync(
        session => session.Statement(
            """
            INSERT INTO provider_keys (id, provider, sealed, suffix, rules, created_at) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, suffix = excluded.suffix, rules = excluded.rules
            """).With(
                key.Id, key.Provider, key.Sealed, key.Suffix, JsonSerializer.Serialize(key.Rules, GatewayJsonContext.Default.ProviderKeyRules), key.CreatedAt.ToString("O", CultureInfo.InvariantCulture)).Execute(),
        cancel);

    public Task DeleteAsync(string id, CancellationToken cancel) => database.WriteAsync(
        session => session.Statement("DELETE FROM provider_keys WHERE id = $1").With(id).Execute(),
        cancel);

    private static StoredProviderKey Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetString(3), JsonSerializer.Deserialize(row.GetString(4), GatewayJsonContext.Default.ProviderKeyRules)!, DateTimeOffset.ParseExact(row.GetString(5), "O", CultureInfo.InvariantCulture));
}
