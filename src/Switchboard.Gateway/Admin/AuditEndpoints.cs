using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchboard.Gateway.Audit;
using Switchboard.Gateway.Keys;
using Switchboard.Protocol.Smartflow;

namespace Switchboard.Gateway.Admin;

/// <summary>The audit trail over HTTP: reading it, and proving that it is whole.</summary>
internal static class AuditEndpoints
{
    private const int DefaultDays = 30;
    private const int MostDays = 36_500;

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/vas/logs", LogsAsync).Needs(Role.Caller);
        routes.MapGet("/api/audit/chain/verify", VerifyAsync).Needs(Role.Auditor);
    }

    private static async Task<IResult> LogsAsync(HttpContext context, AuditReader reader, TimeProvider time)
    {
        var faults = new List<string>();
        var query = context.Request.Query;
        var caller = RoleGate.CallerOf(context);
        var days = Number(query, "days", DefaultDays, 1, MostDays, faults);
        var asked = new AuditQuery
        {
            Limit = Number(query, "limit", AuditQuery.DefaultLimit, 1, int.MaxValue, faults),
            Offset = Number(query, "offset", 0, 0, int.MaxValue, faults),
            Provider = Text(query, "provider"),
            Model = Text(query, "model"),
            Since = time.GetUtcNow().AddDays(-days),
            Tenant = caller.MayUse(Role.Viewer) ? null : caller.Tenant,
        };
        if (faults.Count > 0)
        {
            return new ErrorResult(JsonBody.Invalid(faults));
        }

        var records = await reader.QueryAsync(asked, context.RequestAborted);
        return Results.Json(new VasLogPage([.. records.Select(VasLogMapping.ToVasLog)]), SmartflowJsonContext.Default.VasLogPage);
    }

    private static async Task<IResult> VerifyAsync(AuditVerification verification, HttpContext context) =>
        Results.Json(await verification.RunAsync(context.RequestAborted), SmartflowJsonContext.Default.ChainReport);

    private static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } value] ? value : null;

    private static int Number(IQueryCollection query, string name, int fallback, int least, int most, List<string> faults)
    {
        if (Text(query, name) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        faults.Add($"'{name}' must be a whole number from {least} to {most}");
        return fallback;
    }
}
