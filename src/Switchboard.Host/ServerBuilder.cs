using Switchboard.Gateway.Audit.Journaling;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Endpoints;
using Switchboard.Gateway.Identity;
using Switchboard.Gateway.Lifecycle;
using Switchboard.Gateway.ProviderKeys;

namespace Switchboard.Host;

/// <summary>Composes the server: the one place where rooms, stores and ports meet.</summary>
internal static class ServerBuilder
{
    /// <summary>Builds a server that is ready to start.</summary>
    /// <param name="variables">The environment.</param>
    /// <param name="adjust">Further registrations, for tests.</param>
    /// <exception cref="InvalidDataException">The configuration cannot be used; the message names every fault.</exception>
    public static BuiltServer Build(HostVariables variables, Action<WebApplicationBuilder>? adjust = null)
    {
        var file = SettingsLoader.Locate(variables.Config);
        var (settings, faults) = SettingsLoader.Load(file);
        if (settings is null)
        {
            throw new InvalidDataException(string.Join(Environment.NewLine, faults));
        }

        BindRules.Check(settings.Server, variables.AdminKey);
        var secret = RootSecret.Establish(variables.Secret, variables.SecretFile, variables.DataFolder);
        var listeners = new Listeners(settings.Server);
        // Empty, because the framework's defaults read settings of their own and watch the working folder, where the journal is written.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(listeners.Configure);
        builder.Services.AddRouting();
        builder.Logging.AddSimpleConsole(static console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical); // Server says why a start failed, without a stack.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = LongestStop(settings.Server));
        // These two log a request's query, or the head of a broken request, in which keys may stand: never below a warning, whatever the
        // settings ask for. The former would also make an activity and a scope per request, for nobody.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Warning);
        builder.Services.AddSingleton(variables);
        builder.Services.AddSqliteStorage(Path.Combine(variables.DataFolder, "switchboard.db"));
        builder.Services.AddAudit(settings.Audit, AuditFolder(variables), Environment.MachineName, JournalKeysOf(secret));
        builder.Services.AddSingleton(new KeySealer(secret.KeyId, secret.Derive("provider keys")));
        builder.Services.AddGateway(settings, file, variables.Variable);
        builder.Services.AddSingleton<Preparation>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<Preparation>());
        adjust?.Invoke(builder);
        var app = builder.Build();
        app.Services.GetRequiredService<Journal>(); // Takes the folder before anything of another server's is opened or migrated.
        app.UseMiddleware<RequestGuard>();
        app.MapGateway();
        return new BuiltServer(app, listeners);
    }

    /// <summary>The drain, and time for what was cut to be recorded and for the rest to close.</summary>
    public static TimeSpan LongestStop(ServerSettings server) => server.Drain + (2 * DrainService.Grace);

    public static string AuditFolder(HostVariables variables) => Path.Combine(variables.DataFolder, "audit");

    public static JournalKeys JournalKeysOf(RootSecret secret) => new(secret.KeyId, secret.Derive("audit journal"));
}
