using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Configuration;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>The configuration file: what is in force of it, and reading it again now.</summary>
internal static class ConfigEndpoints
{
    public static void MapConfig(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/config/status", (SettingsReload reload, SettingsPath file) => Status(reload, file)).Needs(Role.Viewer);
        routes.MapPost("/api/config/reload", ReloadAsync).Needs(Role.Operator);
    }

    private static async Task<IResult> ReloadAsync(SettingsReload reload, SettingsPath file, HttpContext context)
    {
        if (file.Path is null)
        {
            return new ErrorResult(new ExchangeError(ErrorKind.InvalidRequest, "This server runs on defaults, without a file. Set SWITCHBOARD_CONFIG and start it again."));
        }

        var outcome = await reload.ReloadAsync(context.RequestAborted);
        return outcome.Faults.Count == 0
            ? Status(reload, file)
            : new ErrorResult(new ExchangeError(ErrorKind.InvalidRequest, $"The file has faults and is refused; what was in force stays in force. {string.Join(" ", outcome.Faults)}") { Code = "config_refused" });
    }

    private static IResult Status(SettingsReload reload, SettingsPath file)
    {
        var last = reload.Last;
        var status = new ConfigStatus
        {
            File = file.Path,
            InForceSince = reload.InForceSince,
            LastReadAt = last.At,
            Accepted = last.Faults.Count == 0,
            Faults = last.Faults,
            WaitingForRestart = last.Waiting,
        };
        return Results.Json(status, SmartflowJsonContext.Default.ConfigStatus);
    }
}
