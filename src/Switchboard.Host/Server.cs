using System.Data.Common;
using Microsoft.AspNetCore.Connections;
using Switchboard.Gateway.Audit.Journaling;

namespace Switchboard.Host;

/// <summary>Runs the server until it is told to stop.</summary>
internal static class Server
{
    /// <returns>The exit code: 0 after a stop, 1 where it could not start.</returns>
    public static async Task<int> RunAsync(TextWriter output, TextWriter error)
    {
        var variables = HostVariables.Process;
        try
        {
            var server = ServerBuilder.Build(variables);
            await using var app = server.App;
            await StartAsync(app);
            Banner.Write(output, server.Listeners, variables.DataFolder, app.Services, app.Services.GetRequiredService<Preparation>().NewAdminKey);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or JournalException)
        {
            await error.WriteLineAsync("Switchboard cannot start:" + Environment.NewLine + e.Message);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync($"Switchboard cannot start: {e.Message} Stop the other program, or set other server.ports in switchboard.yaml (0 takes any free one).");
        }

        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"Switchboard cannot start: {e.Message} Its data folder is {variables.DataFolder} (SWITCHBOARD_DATA).");
        }

        return 1;
    }

    /// <summary>A start that fails half way is taken back in order, so that nothing but the reason is told.</summary>
    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.StopAsync();
            throw;
        }
    }
}
