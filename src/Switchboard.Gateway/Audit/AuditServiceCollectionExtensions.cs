using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Audit.Journaling;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the audit room. An <see cref="IAuditStore"/> comes from the storage project.</summary>
internal static class AuditServiceCollectionExtensions
{
    /// <param name="services">Where to.</param>
    /// <param name="options">The settings under <c>audit:</c>.</param>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="node">This server's name in a cluster.</param>
    /// <param name="keys">Keys for the journal, derived from the root secret.</param>
    public static IServiceCollection AddAudit(
        this IServiceCollection services, AuditOptions options, string folder, string node, JournalKeys keys)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton(keys);
        services.TryAddSingleton<IJournalVolume>(_ => new FolderVolume(folder));
        services.TryAddSingleton(provider => Journal.Open(
            provider.GetRequiredService<IJournalVolume>(),
            options,
            keys,
            node,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Journal>>()));
        services.TryAddSingleton<JournalFollower>();
        services.TryAddSingleton<AuditShipper>();
        services.TryAddSingleton<AuditKeeper>();
        services.TryAddSingleton<AuditReader>();
        services.AddMetrics();
        services.TryAddSingleton<AuditMetrics>();
        services.AddHostedService<AuditService>();
        return services;
    }
}
