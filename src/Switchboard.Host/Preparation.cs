using Microsoft.Extensions.Options;
using Switchboard.Gateway.Admin;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Identity;
using Switchboard.Gateway.Keys;
using Switchboard.Gateway.ProviderKeys;
using Switchboard.Gateway.Routing.Chains;

namespace Switchboard.Host;

/// <summary>
/// What must be true before the first request: what earlier runs recorded is in the store, so that their spend is known; the keys, routes
/// and the administrator's key are in force.
/// </summary>
internal sealed class Preparation(
    HostVariables variables, GatewaySettings settings, AuditShipper shipper, IAuditStore audit, IDirectoryStore directory, Accounts accounts, KeyDirectory keys, MembershipDirectory members, ProviderKeyDirectory providerKeys, FallbackChainDirectory chains, SettingsReload reload, SettingsInForce inForce, IOptions<HostOptions> host, AdminKey adminKey) : IHostedLifecycleService
{
    /// <summary>The administrator's key where this start made it: to be shown once.</summary>
    public string? NewAdminKey { get; private set; }

    /// <exception cref="InvalidDataException">The server cannot start; the message says what to do.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LoadAsync(cancellationToken);
        }
        catch (Exception e) when (StoreAway.Is(e))
        {
            throw new InvalidDataException($"The store cannot be reached, and without it neither keys nor what they have spent are known: {e.Message} See that {variables.DataFolder} is in order and held by no other program; then start again.", e);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        await shipper.ShipAsync(cancellationToken);
        foreach (var (account, day, micros) in await audit.LoadSpendAsync(cancellationToken))
        {
            accounts.Of(AccountName.Parse(account)).Restore(day, micros);
        }

        await keys.LoadAsync(cancellationToken);
        await members.LoadAsync(cancellationToken);
        await providerKeys.LoadAsync(cancellationToken);
        await chains.LoadAsync(cancellationToken);
        inForce.Changed += now => host.Value.ShutdownTimeout = ServerBuilder.LongestStop(now.Server);
        if ((await reload.ApplyAsync(settings, cancellationToken)).Faults is { Count: > 0 } faults)
        {
            throw new InvalidDataException(string.Join(Environment.NewLine, faults));
        }

        NewAdminKey = await adminKey.EstablishAsync(variables.AdminKey, directory, cancellationToken);
    }
}
