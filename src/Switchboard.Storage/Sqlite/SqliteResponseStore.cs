using Microsoft.Data.Sqlite;
using Switchboard.Gateway.Responses;

namespace Switchboard.Storage.Sqlite;

/// <summary>Kept responses in the embedded database.</summary>
internal sealed class SqliteResponseStore(SqliteDatabase database) : IResponseStore
{
    private const int RemovedAtOnce = 64;

    public Task<StoredResponse?> FindAsync(string tenant, string id, DateTimeOffset now, CancellationToken cancel) => database.ReadAsync(
        session => session.Statement("SELECT provider, previous, tokens, expires_at, input, response FROM responses WHERE tenant = $1 AND id = $2 AND expires_at > $3")
            .With(tenant, id, now.ToUnixTimeMilliseconds())
            .List(row => Read(tenant, id, row))
            .FirstOrDefault(),
        cancel);

    public Task SaveAsync(StoredResponse response, long limit, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(
        session =>
        {
            session.Statement("INSERT INTO responses (tenant, id, provider, previous, tokens, expires_at, size, input, response) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant, id) DO NOTHING").With(
                response.Tenant, response.Id, response.Provider, response.Previous, response.Tokens, response.ExpiresAt.ToUnixTimeMilliseconds(), response.Size, response.Input.ToArray(), response.Response.ToArray()).Execute();
            session.Statement("DELETE FROM responses WHERE saved_seq IN (SELECT saved_seq FROM responses ORDER BY saved_seq LIMIT $1) AND expires_at <= $2").With(RemovedAtOnce, now.ToUnixTimeMilliseconds()).Execute();
            while ((long)session.Statement("SELECT bytes FROM responses_size").Scalar()! > limit)
            {
                session.Statement("DELETE FROM responses WHERE saved_seq IN (SELECT saved_seq FROM responses ORDER BY saved_seq LIMIT 1)").With().Execute();
            }
        },
        cancel);

    public Task<bool> DeleteAsync(string tenant, string id, CancellationToken cancel) =>
        database.WriteAsync(session => session.Statement("DELETE FROM responses WHERE tenant = $1 AND id = $2").With(tenant, id).Execute() > 0, cancel);

    private static StoredResponse Read(string tenant, string id, SqliteDataReader row) => new()
    {
        Tenant = tenant,
        Id = id,
        Provider = row.IsDBNull(0) ? null : row.GetString(0),
        Previous = row.IsDBNull(1) ? null : row.GetString(1),
        Tokens = row.GetInt64(2),
        ExpiresAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        Input = row.GetFieldValue<byte[]>(4),
        Response = row.GetFieldValue<byte[]>(5),
    };
}
