using System.Text.Json;
using Switchboard.Gateway;
using Switchboard.Gateway.Caching;

namespace Switchboard.Storage.Sqlite;

/// <summary>The cache's lasting tier in the embedded database.</summary>
internal sealed class SqliteCacheStore(SqliteDatabase database) : ICacheStore
{
    private const int RemovedAtOnce = 64;

    public Task<CachedAnswer?> FindAsync(CacheKey key, DateTimeOffset now, CancellationToken cancel) => database.ReadAsync(
        session => session.Statement("SELECT facts, bytes FROM cache_entries WHERE key = $1 AND expires_at > $2").With(key.ToArray(), now.ToUnixTimeMilliseconds())
            .List(static row => JsonSerializer.Deserialize(row.GetString(0), GatewayJsonContext.Default.CachedFacts)!.With(row.GetFieldValue<byte[]>(1)))
            .FirstOrDefault(),
        cancel);

    public Task SaveAsync(IReadOnlyList<KeyValuePair<CacheKey, CachedAnswer>> answers, long limit, DateTimeOffset now, CancellationToken cancel) => database.WriteAsync(
        session =>
        {
            foreach (var (key, answer) in answers)
            {
                var bytes = key.ToArray();
                session.Statement("DELETE FROM cache_entries WHERE key = $1").With(bytes).Execute();
                session.Statement("INSERT INTO cache_entries (key, expires_at, size, facts, bytes) VALUES ($1, $2, $3, $4, $5)").With(
                    bytes, answer.ExpiresAt.ToUnixTimeMilliseconds(), answer.Size, JsonSerializer.Serialize(CachedFacts.Of(answer), GatewayJsonContext.Default.CachedFacts), answer.Bytes.ToArray()).Execute();
            }

            session.Statement("DELETE FROM cache_entries WHERE saved_seq IN (SELECT saved_seq FROM cache_entries ORDER BY saved_seq LIMIT $1) AND expires_at <= $2").With(RemovedAtOnce, now.ToUnixTimeMilliseconds()).Execute();
            while ((long)session.Statement("SELECT bytes FROM cache_size").Scalar()! > limit)
            {
                session.Statement("DELETE FROM cache_entries WHERE saved_seq IN (SELECT saved_seq FROM cache_entries ORDER BY saved_seq LIMIT 1)").With().Execute();
            }
        },
        cancel);

    public Task<long> CountAsync(CancellationToken cancel) => database.ReadAsync(static session => (long)session.Statement("SELECT COUNT(*) FROM cache_entries").Scalar()!, cancel);
}
