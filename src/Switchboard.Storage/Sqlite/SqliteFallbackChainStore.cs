using System.Text.Json;
using Switchboard.Gateway;
using Switchboard.Gateway.Routing.Chains;

namespace Switchboard.Storage.Sqlite;

/// <summary>Fallback chains in the embedded database.</summary>
internal sealed class SqliteFallbackChainStore(SqliteDatabase database) : IFallbackChainStore
{
    public async Task<IReadOnlyList<FallbackChain>> LoadAsync(CancellationToken cancel) => await database.ReadAsync(
        static session => session.Statement("SELECT chain FROM fallback_chains").List(static row => JsonSerializer.Deserialize(row.GetString(0), GatewayJsonContext.Default.FallbackChain)!),
        cancel);

    public Task SaveAsync(FallbackChain chain, CancellationToken cancel) => database.WriteAsync(
        session => session.Statement("INSERT INTO fallback_chains (id, model, chain) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET model = excluded.model, chain = excluded.chain")
            .With(chain.Id, chain.Model, JsonSerializer.Serialize(chain, GatewayJsonContext.Default.FallbackChain)).Execute(),
        cancel);

    public Task DeleteAsync(string id, CancellationToken cancel) => database.WriteAsync(
        session => session.Statement("DELETE FROM fallback_chains WHERE id = $1").With(id).Execute(),
        cancel);
}
