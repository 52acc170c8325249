using Microsoft.Extensions.DependencyInjection.Extensions;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Caching;
using Switchboard.Gateway.Holdings;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Gateway.Responses;
using Switchboard.Gateway.Routing.Chains;
using Switchboard.Storage.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the embedded database and the stores over it.</summary>
internal static class SqliteServiceCollectionExtensions
{
    /// <param name="services">Where to.</param>
    /// <param name="path">The database's file.</param>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string path)
    {
        services.TryAddSingleton(_ => SqliteDatabase.Open(path));
        services.TryAddSingleton<IAuditStore, SqliteAuditStore>();
        services.TryAddSingleton<IDirectoryStore, SqliteDirectoryStore>();
        services.TryAddSingleton<IProviderKeyStore, SqliteProviderKeyStore>();
        services.TryAddSingleton<IFallbackChainStore, SqliteFallbackChainStore>();
        services.TryAddSingleton<ICacheStore, SqliteCacheStore>();
        services.TryAddSingleton<IHoldingStore, SqliteHoldingStore>();
        services.TryAddSingleton<IResponseStore, SqliteResponseStore>();
        return services;
    }
}
