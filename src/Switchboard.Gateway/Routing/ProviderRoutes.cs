using Microsoft.Extensions.Logging;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Gateway.Routing.Admission;
using Switchboard.Gateway.Routing.Chains;

namespace Switchboard.Gateway.Routing;

/// <summary>Keeps the route table what the file, the environment, the stored keys and the stored chains say together, whichever of them changes.</summary>
internal sealed partial class ProviderRoutes
{
    private readonly Lock _building = new();
    private readonly RouteTableBuilder _builder;
    private readonly ModelRouter _router;
    private readonly ProviderQueues _queues;
    private readonly ProviderKeyDirectory _keys;
    private readonly FallbackChainDirectory _chains;
    private readonly ILogger<ProviderRoutes> _log;
    private volatile GatewaySettings _settings = new();

    public ProviderRoutes(RouteTableBuilder builder, ModelRouter router, ProviderQueues queues, ProviderKeyDirectory keys, FallbackChainDirectory chains, ILogger<ProviderRoutes> log)
    {
        (_builder, _router, _queues, _keys, _chains, _log) = (builder, router, queues, keys, chains, log);
        keys.Changed += Rebuild;
        chains.Changed += Rebuild;
    }

    /// <summary>What speaks against these providers and models; nothing changes.</summary>
    public IReadOnlyList<string> Check(GatewaySettings settings)
    {
        lock (_building)
        {
            return _builder.Build(settings.Providers, _keys.All, settings.Models, _chains.All).Faults;
        }
    }

    /// <summary>Puts the file's providers and models in force; with faults, everything stays as it was.</summary>
    public IReadOnlyList<string> Apply(GatewaySettings settings)
    {
        lock (_building)
        {
            var (table, faults) = _builder.Build(settings.Providers, _keys.All, settings.Models, _chains.All);
            if (table is not null)
            {
                _queues.Apply(table);
                (_settings, _router.Table) = (settings, table);
            }

            return faults;
        }
    }

    /// <summary>The file's models, for views.</summary>
    public IReadOnlyList<ModelSettings> Declared => _settings.Models;

    private void Rebuild()
    {
        foreach (var fault in Apply(_settings))
        {
            LogFault(fault);
        }
    }

    [LoggerMessage(EventName = "RoutesFault", Level = LogLevel.Error, Message = "{Fault}")]
    private partial void LogFault(string fault);
}
