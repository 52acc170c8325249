namespace Switchboard.Gateway.Alerts;

/// <summary>How events are spelled in the file and on the wire.</summary>
internal static class AlertNames
{
    public const string All = "budget_80, budget_100 or audit_lag";

    public static string Name(this AlertEvents one) => one switch
    {
        AlertEvents.Budget80 => "budget_80",
        AlertEvents.Budget100 => "budget_100",
        _ => "audit_lag",
    };

    public static bool TryParse(string text, out AlertEvents one)
    {
        one = text switch
        {
            "budget_80" => AlertEvents.Budget80,
            "budget_100" => AlertEvents.Budget100,
            "audit_lag" => AlertEvents.AuditLag,
            _ => AlertEvents.None,
        };
        return one != AlertEvents.None;
    }
}
