using Microsoft.Extensions.DependencyInjection.Extensions;
using Switchboard.Gateway.Admin;
using Switchboard.Gateway.Alerts;
using Switchboard.Gateway.Caching;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Endpoints;
using Switchboard.Gateway.Exchange;
using Switchboard.Gateway.Exchange.Operations;
using Switchboard.Gateway.Identity;
using Switchboard.Gateway.Identity.Tokens;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.Lifecycle;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Gateway.Responses;
using Switchboard.Gateway.Routing;
using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Chains;
using Switchboard.Gateway.Routing.Health;
using Switchboard.Gateway.Telemetry;
using Switchboard.Providers.Catalogue;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the gateway's rooms. The host adds the stores and the journal.</summary>
internal static class GatewayServiceCollectionExtensions
{
    public static IServiceCollection AddGateway(this IServiceCollection services, GatewaySettings settings, string? settingsFile, Func<string, string?> variable)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(new SettingsInForce(settings));
        services.AddSingleton(settings.Limits);
        services.AddSingleton(settings.Alerts);
        services.AddSingleton(new SettingsPath(settingsFile));
        services.AddSingleton(ProductVersion.Current);

        services.AddSingleton(provider => new RouteTableBuilder(variable, provider.GetRequiredService<HealthBoard>(), provider.GetRequiredService<ProviderQueues>(), provider.GetRequiredService<Accounts>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<HealthBoard>();
        services.AddSingleton<ProviderQueues>();
        services.AddSingleton<RoutingOverrides>();
        services.AddSingleton<Failover>();
        services.AddSingleton(provider => new PriceTableSource(settings.PricesFile, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ModelRouter>();
        services.AddSingleton<ProviderKeyDirectory>();
        services.AddSingleton<FallbackChainDirectory>();
        services.AddSingleton<ProviderRoutes>();
        services.AddSingleton<SettingsReload>();
        services.AddSingleton<SettingsWatcher>();
        services.AddHostedService(static provider => provider.GetRequiredService<SettingsWatcher>());

        services.AddSingleton<Drain>();
        services.AddSingleton<Readiness>();
        services.AddHostedService<DrainService>();

        services.AddSingleton<KeyDirectory>();
        services.AddSingleton<MembershipDirectory>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<Standings>();
        services.AddSingleton<LimitWait>();
        services.AddSingleton<AlertQueue>();
        services.AddSingleton<ProviderAlerts>();
        services.AddHostedService<AlertDelivery>();
        services.AddHostedService<AuditLagWatch>();
        services.AddSingleton<AdminKey>();
        services.AddSingleton<OpenMode>();
        services.AddSingleton<TokenIssuers>();
        services.AddSingleton<TokenCache>();
        services.AddSingleton<TokenVerifier>();
        services.AddSingleton<TokenAuthority>();
        services.AddSingleton<CallerReader>();
        services.AddSingleton<HostRules>();
        services.AddSingleton<LimitViews>();
        services.AddSingleton<KeyViews>();
        services.AddSingleton<ProviderKeyViews>();
        services.AddSingleton<RoutingViews>();
        services.AddSingleton<FallbackChainViews>();
        services.AddSingleton<CacheViews>();
        services.AddSingleton<HealthViews>();
        services.AddSingleton<AuditVerification>();

        services.AddSingleton(provider => new MemoryTier(settings.Cache.MemoryLimit, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CacheStatistics>();
        services.AddSingleton<CacheWriter>();
        services.AddHostedService(static provider => provider.GetRequiredService<CacheWriter>());
        services.AddSingleton<AnswerCache>();

        services.AddSingleton<Ledger>();
        services.AddSingleton<VendorKeys>();
        services.AddSingleton<VendorCall>();
        services.AddSingleton<HoldingCall>();
        services.AddSingleton<OperationCall>();
        services.AddSingleton<Conversation>();
        services.AddSingleton<VendorResponses>();
        services.AddSingleton<InputHistory>();
        services.AddSingleton<KeptResponses>();
        services.AddSingleton<ServedMethods>();
        services.AddSingleton<ExchangeHandler>();
        services.AddSingleton<BodyMemory>();
        services.AddSingleton<ChatEndpoint>();
        services.AddSingleton<OperationEndpoint>();
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<PrometheusPage>();
        return services;
    }
}
