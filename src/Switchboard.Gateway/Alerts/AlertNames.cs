namespace Switchboard.Gateway.Alerts;

/// <summary>How events are spelled in the file and on the wire.</summary>
internal static class AlertNames
{
    public const string All = "budget_80, budget_100, audit_lag, provider_down or provider_up";

    public static string Name(this AlertEvents one) => one switch
    {
        AlertEvents.Budget80 => "budget_80",
        AlertEvents.Budget100 => "budget_100",
        AlertEvents.ProviderDown => "provider_down",
        AlertEvents.ProviderUp => "provider_up",
        _ => "audit_lag",
    };

    public static bool TryParse(string text, out AlertEvents one)
    {
        one = text switch
        {
            "budget_80" => AlertEvents.Budget80,
            "budget_100" => AlertEvents.Budget100,
            "audit_lag" => AlertEvents.AuditLag,
            "provider_down" => AlertEvents.ProviderDown,
            "provider_up" => AlertEvents.ProviderUp,
            _ => AlertEvents.None,
        };
        return one != AlertEvents.None;
    }
}
