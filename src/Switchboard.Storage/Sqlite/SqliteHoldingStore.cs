using Switchboard.Gateway.Holdings;

namespace Switchboard.Storage.Sqlite;

/// <summary>What tenants keep at vendors, in the embedded database.</summary>
internal sealed class SqliteHoldingStore(SqliteDatabase database) : IHoldingStore
{
    public Task SaveAsync(IReadOnlyList<Holding> holdings, CancellationToken cancel) => database.WriteAsync(
        session =>
        {
            foreach (var holding in holdings)
            {
                session.Statement("INSERT INTO holdings (tenant, id, provider, kind, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (tenant, id) DO NOTHING").With(
                    holding.Tenant, holding.Id, holding.Provider, holding.Kind, holding.CreatedAt.ToUnixTimeMilliseconds()).Execute();
            }
        },
        cancel);

    public Task<Holding?> FindAsync(string tenant, string id, CancellationToken cancel) => database.ReadAsync(
        session => session.Statement("SELECT id, tenant, provider, kind, created_at FROM holdings WHERE tenant = $1 AND id = $2").With(tenant, id)
            .List(static row => new Holding(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4))))
            .FirstOrDefault(),
        cancel);

    public Task<IReadOnlySet<string>> IdsAsync(string tenant, string provider, string kind, CancellationToken cancel) => database.ReadAsync<IReadOnlySet<string>>(
        session => session.Statement("SELECT id FROM holdings WHERE tenant = $1 AND provider = $2 AND kind = $3").With(tenant, provider, kind).List(static row => row.GetString(0)).ToHashSet(StringComparer.Ordinal),
        cancel);

    public Task DeleteAsync(string tenant, string id, CancellationToken cancel) => database.WriteAsync(
        session => session.Statement("DELETE FROM holdings WHERE tenant = $1 AND id = $2").With(tenant, id).Execute(),
        cancel);
}
